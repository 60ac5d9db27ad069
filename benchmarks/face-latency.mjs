/**
 * Camera frame to probabilities: 640x480, one face, headless Chromium without a GPU, beside `@vladmandic/human`
 * (detector and emotion) and `@vladmandic/face-api` (tiny detector and expression) on the same frames.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sceneFrames } from "../tests/fake-camera/face-clips.mjs";
import { launchChromium } from "../tests/fake-camera/chromium.mjs";
import { serveBench } from "./face-latency/server.mjs";
import { figure } from "./figures.mjs";

const FRAMES = 300;
const WARM_UP = 30;
const assets = fileURLToPath(new URL("../dist/web/assets/", import.meta.url));

async function rgbaFrames() {
  const frames = [];
  for await (const rgb of sceneFrames("smiling")) {
    const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
    for (let i = 0, o = 0; i < rgb.length; i += 3, o += 4) rgba.set(rgb.subarray(i, i + 3), o);
    frames.push(rgba);
  }
  return Buffer.concat(frames);
}

/** The share of frames in which a contestant read exactly the one face; a fast reader that misses it is no peer. */
function foundShare(samples) {
  return samples.filter(({ faces }) => faces === 1).length / samples.length;
}

export async function* run() {
  const worker = readdirSync(assets).find((name) => /^face-worker-.*\.js$/.test(name));
  if (worker === undefined) throw new Error("The build holds no face worker.");
  const server = await serveBench(await rgbaFrames());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}/bench/page.html`);
    await page.waitForFunction(() => typeof globalThis.measure === "function");
    const samples = await page.evaluate((options) => globalThis.measure(options), {
      workerUrl: `/assets/${worker}`,
      frames: FRAMES,
      warmUp: WARM_UP,
    });
    const { isolated, cores, engines } = await page.evaluate(() => ({
      isolated: globalThis.crossOriginIsolated,
      cores: navigator.hardwareConcurrency,
      engines: globalThis.engines,
    }));
    if (!isolated) throw new Error("The page is not isolated, so nobody had threads: the figures would not hold.");
    console.error(
      `isolated page, ${cores} cores; ${Object.entries(engines)
        .map((pair) => pair.join(": "))
        .join("; ")}`,
    );
    for (const [name, list] of Object.entries(samples)) {
      if (foundShare(list) < 0.95)
        console.error(`${name} read the face in only ${foundShare(list) * 100} % of the frames`);
    }
    const ms = (name, keep = () => true) => samples[name].filter(keep).map((sample) => sample.ms);
    for (const peer of ["human", "face-api"]) {
      yield figure(`face-latency (beside ${peer})`, ms("moodsync"), "ms", { peer, values: ms(peer) });
    }
    const detecting = ms("moodsync", (sample) => sample.detected);
    yield figure("face-latency, frames that detect", detecting, "ms", { peer: "human", values: ms("human") });
  } finally {
    await browser.close();
    server.close();
  }
}
