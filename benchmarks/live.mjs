/**
 * Live music in Chromium with a change of mood every 20 s: whether a bar was ever late, how soon the first note sounds,
 * how long a bar takes, how long it was silent, and whether memory grows. Ten minutes, or MOODSYNC_BENCH_LIVE_MINUTES.
 * There is no peer: nothing else composes to a mood in a page.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tests/fake-camera/chromium.mjs";
import { figure } from "./figures.mjs";

const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));
const MINUTES = Number(process.env.MOODSYNC_BENCH_LIVE_MINUTES ?? "10");
const CHANGE_EVERY_MS = 20_000;
const MOODS = ["Happy", "Sad", "Angry", "Neutral", "Afraid", "Surprised", "Disgusted"];
const FIRST_SOUNDS = 5;
/** Loading, and composing the opening. */
const READY_WITHIN_MS = 180_000;
const AUDIBLE_RMS = 0.001;

/** Sent to the page: counts the bars that come from the composer, and hears what goes to the loudspeaker. */
function listen(audibleRms) {
  globalThis.measured = { barMs: [], rms: 0, silentS: 0, longestSilenceS: 0 };
  const RealWorker = globalThis.Worker;
  globalThis.Worker = class extends RealWorker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data?.kind === "bar") globalThis.measured.barMs.push(data.bar.composeMs);
      });
    }
  };
  const connect = Reflect.get(AudioNode.prototype, "connect");
  let heardAtS = null;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      const meter = this.context.createAnalyser();
      meter.fftSize = 4096;
      connect.call(this, meter);
      const samples = new Float32Array(meter.fftSize);
      setInterval(() => {
        meter.getFloatTimeDomainData(samples);
        const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
        const nowS = meter.context.currentTime;
        if (rms > audibleRms) heardAtS = nowS;
        const { measured } = globalThis;
        measured.rms = rms;
        measured.silentS = heardAtS === null ? 0 : nowS - heardAtS;
        measured.longestSilenceS = Math.max(measured.longestSilenceS, measured.silentS);
      }, 40);
    }
    return connect.call(this, target, ...rest);
  };
}

async function startApp(dataDir) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: "0", MOODSYNC_DATA_DIR: dataDir, MOODSYNC_STARTER: "off" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const said = /ready at (http:\S+)/.exec(String(chunk))?.[1];
      if (said !== undefined) resolve(said);
    });
    child.once("exit", () => reject(new Error("The server did not start.")));
  });
  return { url, close: () => child.kill() };
}

/** A page in which everything is loaded and the opening is composed. */
async function readyPage(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(READY_WITHIN_MS);
  await page.addInitScript(listen, AUDIBLE_RMS);
  await page.goto(url);
  await page.getByRole("button", { name: "Compose for me" }).first().waitFor();
  await page.waitForFunction(() => globalThis.measured.barMs.length >= 6, null, { timeout: READY_WITHIN_MS });
  return { page, close: () => context.close() };
}

async function startLive(page) {
  await page.getByRole("button", { name: "Compose for me" }).first().click();
  const facts = page.getByTestId("live-facts");
  await facts.waitFor();
  return Number(await facts.getAttribute("data-first-sound-ms"));
}

/** Bytes in use after a collection: of the page and its workers where the browser tells, else of the page. */
async function memoryBytes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const all = await page.evaluate(async () => {
    if (!globalThis.crossOriginIsolated || !("measureUserAgentSpecificMemory" in performance)) return null;
    return (await performance.measureUserAgentSpecificMemory()).bytes;
  });
  return { page: metrics.find(({ name }) => name === "JSHeapUsedSize").value, all };
}

async function longRun(page) {
  const memory = [];
  const endsAtMs = performance.now() + MINUTES * 60_000;
  for (let change = 0; performance.now() < endsAtMs; change++) {
    const mood = MOODS[change % MOODS.length];
    await page.getByTestId("mood-display").getByRole("button", { name: mood, exact: true }).click();
    await sleep(CHANGE_EVERY_MS);
    if (change % 3 === 2) memory.push(await memoryBytes(page));
  }
  const facts = page.getByTestId("live-facts");
  const starvations = Number(await facts.getAttribute("data-starvations"));
  const measured = await page.evaluate(() => globalThis.measured);
  return { memory, starvations, bars: Number(/bar (\d+)/.exec(await facts.textContent())[1]), ...measured };
}

export async function* run() {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-bench-"));
  const app = await startApp(join(folder, "data"));
  const browser = await launchChromium({ args: ["--mute-audio"] });
  try {
    const firstSounds = [];
    for (let i = 0; i < FIRST_SOUNDS; i++) {
      const { page, close } = await readyPage(browser, app.url);
      firstSounds.push(await startLive(page));
      await close();
    }
    yield figure("live, press to first note", firstSounds, "ms");
    const { page } = await readyPage(browser, app.url);
    await startLive(page);
    const { memory, starvations, barMs, bars, longestSilenceS } = await longRun(page);
    yield figure(`live, ${MINUTES} min, late bars of ${bars}`, [starvations], "bars");
    yield figure("live, composing one bar", barMs, "ms");
    yield figure("live, longest silence", [longestSilenceS], "s");
    const heaps = memory.map((sample) => sample.page / 1e6);
    yield figure("live, page heap each minute", heaps, "MB");
    yield figure("live, page heap, last minus second", [heaps.at(-1) - heaps[Math.min(1, heaps.length - 1)]], "MB");
    const all = memory.flatMap((sample) => (sample.all === null ? [] : [sample.all / 1e6]));
    if (all.length > 1) yield figure("live, page and workers, last minus second", [all.at(-1) - all[1]], "MB");
  } finally {
    await browser.close();
    app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
