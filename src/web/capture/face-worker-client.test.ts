import { beforeEach, describe, expect, it, vi } from "vitest";
import { MoodSyncError } from "../../core/errors.ts";
import { createFaceWorkerClient, HANG_MS } from "./face-worker-client.ts";
import type { FaceWorkerClient, WorkerPort } from "./face-worker-client.ts";
import { isFaceWorkerReply, packError, unpackError } from "./face-worker-protocol.ts";
import type { FaceWorkerReply, FaceWorkerRequest, Picture, PictureReading } from "./face-worker-protocol.ts";

const READING: PictureReading = {
  faces: [],
  width: 640,
  height: 480,
  timestampMs: 0,
  pixelsMs: 0,
  timings: { detectMs: 0, trackMs: 0, emotionMs: 0, totalMs: 0 },
};

class FakeWorker extends EventTarget implements WorkerPort {
  readonly asked: FaceWorkerRequest[] = [];
  terminated = false;
  postMessage(message: FaceWorkerRequest): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer(reply: FaceWorkerReply): void {
    this.dispatchEvent(new MessageEvent("message", { data: reply }));
  }
  ready(): void {
    const load = this.asked.find((request) => request.kind === "load")!;
    this.answer({ kind: "ready", id: load.id, report: { loadMs: 1, threads: 1 } });
  }
}

function picture(): Picture & { close: ReturnType<typeof vi.fn> } {
  return { width: 640, height: 480, close: vi.fn<() => void>() };
}

describe("createFaceWorkerClient", () => {
  let workers: FakeWorker[];
  let nowMs: number;
  let client: FaceWorkerClient;
  beforeEach(() => {
    workers = [];
    nowMs = 0;
    client = createFaceWorkerClient(
      () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker;
      },
      () => nowMs,
    );
  });

  const loaded = async (): Promise<void> => {
    const load = client.load();
    workers[0]!.ready();
    await load;
  };

  it("takes no frame before its models are there: it would be old when it is read", async () => {
    const load = client.load();
    const early = picture();
    expect(client.wantsFrame()).toBe(false);
    expect(client.offerFrame(early, 10)).toBeNull();
    expect(early.close).toHaveBeenCalledOnce();
    workers[0]!.ready();
    await load;
    expect(client.wantsFrame()).toBe(true);
  });

  it("starts no worker before it is needed, and one only", async () => {
    expect(client.wantsFrame()).toBe(false);
    expect(workers).toHaveLength(0);
    const loads = [client.load(), client.load()];
    workers[0]!.ready();
    await expect(Promise.all(loads)).resolves.toEqual([
      { loadMs: 1, threads: 1 },
      { loadMs: 1, threads: 1 },
    ]);
    expect(workers).toHaveLength(1);
  });

  it("never has two frames on the way: the late one is closed and counted", async () => {
    await loaded();
    const [first, late] = [picture(), picture()];
    const reading = client.offerFrame(first, 10);
    expect(client.offerFrame(late, 20)).toBeNull();
    expect(late.close).toHaveBeenCalledOnce();
    expect(workers[0]!.asked.filter((request) => request.kind === "frame")).toHaveLength(1);
    workers[0]!.answer({ kind: "faces", id: workers[0]!.asked.at(-1)!.id, reading: READING });
    await expect(reading).resolves.toBe(READING);
    expect(client.wantsFrame()).toBe(true);
    expect(client.counts()).toEqual({ sent: 1, dropped: 1, read: 1 });
  });

  it("carries the code of an error across, and takes the next frame", async () => {
    await loaded();
    const reading = client.offerFrame(picture(), 10);
    const { id } = workers[0]!.asked.at(-1)!;
    workers[0]!.answer({
      kind: "failed",
      id,
      error: { code: "model.output-shape", message: "odd", errorKind: "internal" },
    });
    await expect(reading).rejects.toMatchObject({ code: "model.output-shape" });
    expect(client.wantsFrame()).toBe(true);
  });

  it("may be loaded again after a failure", async () => {
    const failed = client.load();
    const error = { code: "face-reader.unreachable", message: "", errorKind: "unavailable" } as const;
    workers[0]!.answer({ kind: "failed", id: 1, error });
    await expect(failed).rejects.toMatchObject({ code: "face-reader.unreachable" });
    const again = client.load();
    workers[0]!.answer({ kind: "ready", id: 2, report: { loadMs: 2, threads: 1 } });
    await expect(again).resolves.toMatchObject({ loadMs: 2 });
  });

  it("replaces a worker that crashed", async () => {
    await loaded();
    const reading = client.offerFrame(picture(), 10);
    workers[0]!.dispatchEvent(new Event("error", { cancelable: true }));
    await expect(reading).rejects.toMatchObject({ code: "face-worker.crashed" });
    expect(workers[0]!.terminated).toBe(true);
    void client.load();
    expect(workers).toHaveLength(2);
  });

  it("replaces a worker that hangs", async () => {
    await loaded();
    const reading = client.offerFrame(picture(), 10);
    nowMs = HANG_MS;
    expect(client.wantsFrame()).toBe(false);
    nowMs = HANG_MS + 1;
    client.wantsFrame();
    await expect(reading).rejects.toMatchObject({ code: "face-worker.hung" });
  });

  it("loads before it reads a photo, and closes the photo where that fails", async () => {
    const photo = picture();
    const reading = client.readPhoto(photo);
    const error = { code: "face-reader.missing", message: "", errorKind: "not-found" } as const;
    workers[0]!.answer({ kind: "failed", id: workers[0]!.asked[0]!.id, error });
    await expect(reading).rejects.toMatchObject({ code: "face-reader.missing" });
    expect(photo.close).toHaveBeenCalledOnce();
  });

  it("ignores what is no reply", async () => {
    const load = client.load();
    workers[0]!.dispatchEvent(new MessageEvent("message", { data: { type: "engine", id: "x" } }));
    workers[0]!.ready();
    await expect(load).resolves.toBeDefined();
  });

  it("rejects what is under way when it is closed", async () => {
    const load = client.load();
    client.close();
    await expect(load).rejects.toMatchObject({ code: "face-worker.closed" });
  });
});

describe("the protocol", () => {
  it("brings a MoodSyncError across unchanged but for its cause", () => {
    const error = new MoodSyncError("model.unloadable", "No.", { kind: "unsupported", cause: new Error("inner") });
    expect(unpackError(structuredClone(packError(error)))).toMatchObject({
      code: "model.unloadable",
      message: "No.",
      kind: "unsupported",
    });
  });

  it("gives anything else thrown a code", () => {
    expect(packError(new RangeError("deep"))).toEqual({
      code: "face-worker.failed",
      message: "deep",
      errorKind: "internal",
    });
    expect(packError("text").message).toBe("text");
  });

  it.each([null, 1, {}, { kind: "faces" }, { kind: "other", id: 1 }])("takes %o for no reply", (message) => {
    expect(isFaceWorkerReply(message)).toBe(false);
  });
});
