/** The page's one camera, face worker and sensing; made when first asked for, so that a page without them loads nothing. */
import { useSyncExternalStore } from "react";
import { useMoodStore } from "../mood-store.ts";
import { browserSurroundings, createCameraSession } from "./camera-session.ts";
import { browserCameras } from "./camera.ts";
import { createFaceWorkerClient } from "./face-worker-client.ts";
import type { FaceWorkerClient } from "./face-worker-client.ts";
import { startFrames } from "./frame-source.ts";
import { checkCorrection, correctReading } from "./personal-correction.ts";
import { createSensing } from "./sensing.ts";
import type { Sensing, SensingView } from "./sensing.ts";

let faces: FaceWorkerClient | null = null;
let sensing: Sensing | null = null;

/** The page's face worker; no worker runs before it is asked to load. */
export function pageFaces(): FaceWorkerClient {
  faces ??= createFaceWorkerClient(
    () => new Worker(new URL("./face-worker.ts", import.meta.url), { type: "module", name: "faces" }),
  );
  return faces;
}

/** The page's sensing. */
export function pageSensing(): Sensing {
  if (sensing !== null) return sensing;
  const reader = pageFaces();
  sensing = createSensing({
    session: createCameraSession(browserSurroundings(browserCameras())),
    faces: {
      ...reader,
      load() {
        void checkCorrection();
        return reader.load();
      },
    },
    startFrames,
    store: useMoodStore,
    correct: correctReading,
    now: () => performance.now(),
    setTimer: (callback, ms) => window.setTimeout(callback, ms),
    clearTimer: (timer) => window.clearTimeout(timer),
  });
  return sensing;
}

/** The camera's state for a component; changes with every step, not with every frame. */
export function useSensingView(): SensingView {
  const page = pageSensing();
  return useSyncExternalStore(page.subscribe, page.view);
}
