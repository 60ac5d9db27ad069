/**
 * From navigation to the first face that is read, camera allowed beforehand, with a cold cache: time and bytes sent.
 * Browser and server share one machine, so the time is that of unpacking, compiling and the first inference, and the
 * bytes tell what a network would add. The peer is a bare page with `@vladmandic/human`, its detector and emotion net.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fakeCamera, launchChromium } from "../tests/fake-camera/chromium.mjs";
import { writeSceneClip } from "../tests/fake-camera/face-clips.mjs";
import { figure } from "./figures.mjs";
import { countingProxy } from "./page-load/counting-proxy.mjs";
import { servePeer } from "./page-load/peer-server.mjs";

const LOADS = 7;
const WITHIN_MS = 120_000;
const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));

/** Sent to the app's page: has agreed to the notice before, presses "Live", and tells when a face has its seven bars. */
function pressLive() {
  localStorage.setItem("moodsync.camera-consent", JSON.stringify({ version: 1, givenAtMs: 1 }));
  let pressed = false;
  const look = () => {
    if (!pressed) {
      const live = [...document.querySelectorAll("button")].find((button) => button.textContent === "Live");
      pressed = live !== undefined;
      live?.click();
    } else if (document.querySelector("ul[aria-label='Faces in view'] li ul li") !== null) {
      observer.disconnect();
      globalThis.firstReading(performance.now());
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
}

async function startApp(dataDir) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: "0", MOODSYNC_DATA_DIR: dataDir, MOODSYNC_STARTER: "off" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const said = /ready at http:\S+?:(\d+)/.exec(String(chunk))?.[1];
      if (said !== undefined) resolve(Number(said));
    });
    child.once("exit", () => reject(new Error("The server did not start.")));
  });
  return { port, close: () => child.kill() };
}

/** One load in a browser of its own: nothing is cached, compiled or warm. */
async function load({ port, path, script }, clip) {
  const proxy = await countingProxy(port);
  const browser = await launchChromium({ args: fakeCamera(clip) });
  try {
    const page = await (await browser.newContext()).newPage();
    let told;
    const read = new Promise((resolve) => (told = resolve));
    await page.exposeFunction("firstReading", (ms) => told({ ms, bytes: proxy.sentBytes() }));
    if (script !== undefined) await page.addInitScript(script);
    await page.goto(`${proxy.url}/${path}`, { waitUntil: "commit" });
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`No face was read at ${path || "the app"}.`)), WITHIN_MS).unref();
    });
    return await Promise.race([read, late]);
  } finally {
    await browser.close();
    proxy.close();
  }
}

export async function* run() {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  const clip = join(folder, "smiling.y4m");
  await writeSceneClip("smiling", clip);
  const app = await startApp(join(folder, "data"));
  const peer = await servePeer();
  const contestants = {
    app: { port: app.port, path: "", script: pressLive },
    peer: { port: peer.port, path: "peer.html" },
  };
  const loads = { app: [], peer: [] };
  try {
    // The first of each fills what the servers keep in memory, and is not counted.
    for (let i = -1; i < LOADS; i++) {
      for (const name of i % 2 === 0 ? ["app", "peer"] : ["peer", "app"]) {
        const sample = await load(contestants[name], clip);
        if (i >= 0) loads[name].push(sample);
      }
    }
  } finally {
    app.close();
    peer.close();
    await rm(folder, { recursive: true, force: true });
  }
  const of = (name, key, unit = 1) => loads[name].map((sample) => sample[key] / unit);
  yield figure("page-load, to the first reading", of("app", "ms"), "ms", { peer: "human", values: of("peer", "ms") });
  const megabytes = { peer: "human", values: of("peer", "bytes", 1e6) };
  yield figure("page-load, bytes sent until then", of("app", "bytes", 1e6), "MB", megabytes);
}
