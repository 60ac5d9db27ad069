import { beforeEach, describe, expect, it, vi } from "vitest";
import { pieceMood } from "../../core/composition/mood-attributes.ts";
import { type ComposerClient, createComposerClient, type WorkerPort } from "./composer-client.ts";
import type { ComposerReply, ComposerRequest } from "./composer-protocol.ts";

class FakeWorker extends EventTarget implements WorkerPort {
  readonly asked: ComposerRequest[] = [];
  readonly terminate = vi.fn<() => void>();
  postMessage = (message: ComposerRequest): void => {
    this.asked.push(message);
  };
  say(reply: Omit<ComposerReply, "id"> & Record<string, unknown>, id = this.asked.at(-1)!.id): void {
    this.dispatchEvent(new MessageEvent("message", { data: { ...reply, id } }));
  }
}

const wish = { mood: pieceMood("happy"), bars: 8, seed: 3 };

describe("the composer's client", () => {
  let workers: FakeWorker[];
  let client: ComposerClient;

  beforeEach(() => {
    workers = [];
    client = createComposerClient(() => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    });
  });

  it("loads once, and again after a failure", async () => {
    const first = client.load();
    expect(client.load()).toBe(first);
    workers[0]!.say({
      kind: "failed",
      error: { code: "model.hash-mismatch", message: "no", errorKind: "internal" },
    });
    await expect(first).rejects.toMatchObject({ code: "model.hash-mismatch", message: "no" });
    const second = client.load();
    workers[0]!.say({ kind: "ready", report: { loadMs: 5 } });
    await expect(second).resolves.toEqual({ loadMs: 5 });
    expect(workers[0]!.asked).toHaveLength(2);
  });

  it("tells of the bars of a piece on the way, and pairs answers with questions", async () => {
    const onBars = vi.fn<(bars: number) => void>();
    const piece = client.piece(wish, onBars);
    const bar = client.bar(4, wish.mood);
    const [pieceId, barId] = workers[0]!.asked.map(({ id }) => id);
    workers[0]!.say({ kind: "bar", bar: { index: 4 } }, barId);
    workers[0]!.say({ kind: "progress", bars: 3 }, pieceId);
    workers[0]!.say({ kind: "piece", piece: { bars: 8 }, composeMs: 9 }, pieceId);
    await expect(bar).resolves.toEqual({ index: 4 });
    await expect(piece).resolves.toEqual({ piece: { bars: 8 }, composeMs: 9 });
    expect(onBars.mock.calls).toEqual([[3]]);
  });

  it("rejects what is under way when the worker dies, and starts another", async () => {
    const piece = client.piece(wish, () => undefined);
    workers[0]!.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message: "out of memory" }));
    await expect(piece).rejects.toMatchObject({ code: "composer.crashed", message: "out of memory" });
    const begun = client.begin(1, wish.mood);
    workers[1]!.say({ kind: "begun" });
    await expect(begun).resolves.toBeUndefined();
  });

  it("lets a piece be cancelled and keeps the worker for the next", async () => {
    const cancelling = new AbortController();
    const piece = client.piece(wish, () => undefined, cancelling.signal);
    const { id } = workers[0]!.asked[0]!;
    cancelling.abort();
    await expect(piece).rejects.toMatchObject({ code: "composer.cancelled" });
    expect(workers[0]!.asked[1]).toEqual({ kind: "cancel", id });
    workers[0]!.say({ kind: "failed", error: { code: "composer.cancelled", message: "", errorKind: "internal" } }, id);
    const next = client.piece(wish, () => undefined);
    workers[0]!.say({ kind: "piece", piece: { bars: 8 }, composeMs: 9 });
    await expect(next).resolves.toMatchObject({ composeMs: 9 });
    expect(workers).toHaveLength(1);
  });

  it("stops at once when it is closed", async () => {
    const piece = client.piece(wish, () => undefined);
    client.close();
    expect(workers[0]!.terminate).toHaveBeenCalledOnce();
    await expect(piece).rejects.toMatchObject({ code: "composer.closed" });
  });

  it("passes over messages that are no replies, and refuses an answer out of turn", async () => {
    const bar = client.bar(0, wish.mood);
    workers[0]!.dispatchEvent(new MessageEvent("message", { data: { cmd: "loaded" } }));
    workers[0]!.dispatchEvent(new MessageEvent("message", { data: "ready" }));
    workers[0]!.say({ kind: "begun" });
    await expect(bar).rejects.toMatchObject({ code: "composer.failed" });
  });
});
