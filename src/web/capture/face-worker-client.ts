/**
 * The page's side of the face worker: starts it when first needed, sends one frame at a time, restarts it when it dies.
 * Grabbing frames is left to frame-source.ts, what the readings mean to sensing.ts.
 */
import { MoodSyncError } from "../../core/errors.ts";
import { isFaceWorkerReply, unpackError } from "./face-worker-protocol.ts";
import type {
  PictureReading,
  FaceWorkerReply,
  FaceWorkerRequest,
  LoadReport,
  Picture,
} from "./face-worker-protocol.ts";
import { createFrameGate } from "./frame-gate.ts";
import type { FrameCounts } from "./frame-gate.ts";

/** The part of a Worker that is used. */
export interface WorkerPort extends EventTarget {
  postMessage: (message: FaceWorkerRequest, transfer: Transferable[]) => void;
  terminate: () => void;
}

export interface FaceWorkerClient {
  /** Starts the worker and its models; later calls give the same promise, unless the first failed. */
  load: () => Promise<LoadReport>;
  /** Whether a frame offered now would be read. */
  wantsFrame: () => boolean;
  /** Counts a frame that was not even grabbed because `wantsFrame` said no. */
  skipFrame: () => void;
  /** Reads a frame, or drops it (null) while another is in flight. Takes the picture over either way. */
  offerFrame: (picture: Picture, timestampMs: number) => Promise<PictureReading> | null;
  /** Reads a photo, after the frame in flight. Takes the picture over. */
  readPhoto: (picture: Picture) => Promise<PictureReading>;
  /** A new camera session: faces get new ids, counts start at 0. */
  reset: () => void;
  counts: () => FrameCounts;
  /** Ends the worker; whatever is under way is rejected with `face-worker.closed`. */
  close: () => void;
}

/** A reading that takes this long means that the worker hangs: it is replaced. */
export const HANG_MS = 15_000;

interface Waiting {
  resolve: (reply: FaceWorkerReply) => void;
  reject: (error: MoodSyncError) => void;
}

function unexpected(reply: FaceWorkerReply): MoodSyncError {
  return new MoodSyncError("face-worker.failed", `The face worker answered "${reply.kind}" out of turn.`);
}

/**
 * Creates a client; no worker starts before `load` or `readPhoto`.
 * @param startWorker makes a fresh worker
 * @param now monotonic clock in ms
 */
export function createFaceWorkerClient(
  startWorker: () => WorkerPort,
  now: () => number = () => performance.now(),
): FaceWorkerClient {
  const gate = createFrameGate();
  const waiting = new Map<number, Waiting>();
  let worker: WorkerPort | null = null;
  let loading: Promise<LoadReport> | null = null;
  /** Whether `loading` has been kept. A frame that waited for the models would be seconds old when it is read. */
  let ready = false;
  let lastId = 0;

  const abandon = (error: MoodSyncError) => {
    worker?.terminate();
    worker = null;
    loading = null;
    ready = false;
    gate.landed();
    const abandoned = [...waiting.values()];
    waiting.clear();
    for (const { reject } of abandoned) reject(error);
  };

  const settle = (data: unknown) => {
    if (!isFaceWorkerReply(data)) return;
    const waiter = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === "failed") waiter?.reject(unpackError(data.error));
    else waiter?.resolve(data);
  };

  const started = (): WorkerPort => {
    if (worker !== null) return worker;
    const fresh = startWorker();
    const crashed = (event: Event) => {
      event.preventDefault();
      const said = "message" in event && typeof event.message === "string" ? event.message : "";
      if (worker === fresh) abandon(new MoodSyncError("face-worker.crashed", said || "The face reader stopped."));
    };
    fresh.addEventListener("message", (event) => {
      if (event instanceof MessageEvent) settle(event.data);
    });
    fresh.addEventListener("error", crashed);
    fresh.addEventListener("messageerror", crashed);
    worker = fresh;
    return fresh;
  };

  const ask = (request: FaceWorkerRequest, transfer: Transferable[] = []): Promise<FaceWorkerReply> =>
    new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      started().postMessage(request, transfer);
    });

  const askForFaces = async (request: FaceWorkerRequest, picture: Picture): Promise<PictureReading> => {
    const reply = await ask(request, [picture]);
    if (reply.kind === "faces") return reply.reading;
    throw unexpected(reply);
  };

  const loadOnce = async (): Promise<LoadReport> => {
    try {
      const reply = await ask({ kind: "load", id: ++lastId });
      if (reply.kind !== "ready") throw unexpected(reply);
      ready = true;
      return reply.report;
    } catch (error) {
      loading = null;
      throw error;
    }
  };

  const load = () => (loading ??= loadOnce());

  const readFrame = async (picture: Picture, timestampMs: number): Promise<PictureReading> => {
    try {
      return await askForFaces({ kind: "frame", id: ++lastId, picture, timestampMs }, picture);
    } finally {
      gate.landed();
    }
  };

  return {
    load,
    wantsFrame: () => {
      if (gate.flightMs(now()) > HANG_MS) abandon(new MoodSyncError("face-worker.hung", "The face reader hung."));
      return ready && gate.isFree();
    },
    skipFrame: () => gate.skip(),
    offerFrame(picture, timestampMs) {
      if (!ready || !gate.admit(now())) {
        picture.close();
        return null;
      }
      return readFrame(picture, timestampMs);
    },
    async readPhoto(picture) {
      try {
        await load();
      } catch (error) {
        picture.close();
        throw error;
      }
      return askForFaces({ kind: "photo", id: ++lastId, picture }, picture);
    },
    reset() {
      gate.resetCounts();
      if (worker !== null) ask({ kind: "reset", id: ++lastId }).catch(() => undefined);
    },
    counts: () => gate.counts(),
    close: () => abandon(new MoodSyncError("face-worker.closed", "The face reader was closed.")),
  };
}
