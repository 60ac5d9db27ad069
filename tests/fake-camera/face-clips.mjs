/**
 * Camera clips made from the photographs inside `@vladmandic/face-api/demo`: one smiling face, three serious ones,
 * four faces at once, and an empty room. The picture drifts a little from frame to frame, as a seated person does.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { writeY4m } from "./y4m.mjs";

const require = createRequire(import.meta.url);
const demoFolder = join(dirname(require.resolve("@vladmandic/face-api/package.json")), "demo");

/** Where to look in which photograph: a 4:3 window in source pixels. `null` is a plain grey room. */
export const SCENES = {
  smiling: { photo: "sample1.jpg", left: 1190, top: 30, width: 730, height: 548 },
  serious: { photo: "sample5.jpg", left: 1352, top: 272, width: 560, height: 420 },
  composed: { photo: "sample6.jpg", left: 4, top: 360, width: 656, height: 492 },
  stern: { photo: "sample6.jpg", left: 1050, top: 200, width: 480, height: 360 },
  group: { photo: "sample6.jpg", left: 60, top: 130, width: 1800, height: 1350 },
  empty: null,
};

/** @typedef {keyof typeof SCENES} SceneName */

const DRIFT_PX = 6;
const FRAMES_A_CYCLE = 60;

/**
 * The frames of one scene as interleaved RGB.
 * @param {SceneName} name
 * @param {{width?: number, height?: number, frames?: number}} [size]
 */
export async function* sceneFrames(name, { width = 640, height = 480, frames = FRAMES_A_CYCLE } = {}) {
  const scene = SCENES[name];
  if (scene === null) {
    const wall = new Uint8Array(width * height * 3).fill(118);
    for (let i = 0; i < frames; i++) yield wall;
    return;
  }
  const { photo, ...region } = scene;
  const larger = await sharp(join(demoFolder, photo))
    .extract(region)
    .resize(width + 2 * DRIFT_PX, height + 2 * DRIFT_PX, { fit: "fill" })
    .removeAlpha()
    .png()
    .toBuffer();
  for (let i = 0; i < frames; i++) {
    const angle = (2 * Math.PI * i) / FRAMES_A_CYCLE;
    const left = DRIFT_PX + Math.round(DRIFT_PX * Math.sin(angle));
    const top = DRIFT_PX + Math.round((DRIFT_PX / 2) * Math.sin(2 * angle));
    yield await sharp(larger).extract({ left, top, width, height }).raw().toBuffer();
  }
}

/**
 * Writes the clip of one scene, 640x480 at 30 frames a second, two seconds that loop without a jump.
 * @param {SceneName} name
 * @param {string} path ends in `.y4m`
 */
export async function writeSceneClip(name, path) {
  await writeY4m(path, { width: 640, height: 480, framesPerSecond: 30 }, sceneFrames(name));
}

/**
 * Writes one clip that shows several scenes one after the other, each for as many seconds as asked.
 * @param {readonly {scene: SceneName, seconds: number}[]} script
 * @param {string} path
 */
export async function writeScriptClip(script, path) {
  async function* frames() {
    for (const { scene, seconds } of script) yield* sceneFrames(scene, { frames: Math.round(seconds * 30) });
  }
  await writeY4m(path, { width: 640, height: 480, framesPerSecond: 30 }, frames());
}
