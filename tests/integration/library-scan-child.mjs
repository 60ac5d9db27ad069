/**
 * A scan in a process of its own that kills itself with signal 9 at a stage that is told; for library-killed.test.ts.
 * node library-scan-child.mjs DATA MUSIC STAGE COUNT, where STAGE is listing, tags, analysis (at the COUNT-th file), storing (COUNT
 * milliseconds after a measurement was handed over), removing (COUNT milliseconds after the last look at the folder) or none.
 */
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openServices } from "../../dist/server/open-services.js";
import { defaultServiceConfig } from "../../dist/server/service-config.js";
import { resolveInside } from "../../dist/sources/local/safe-path.js";
import { listAudioFiles } from "../../dist/sources/local/walk.js";

const [dataDir, musicDir, stage, count] = process.argv.slice(2);
const at = Number(count);
const seen = { listing: 0, tags: 0, analysis: 0 };
const die = () => process.kill(process.pid, "SIGKILL");
const pass = (name) => {
  if (stage === name && (seen[name] += 1) === at) die();
};

const source = {
  analyserVersion: 1,
  async *listAudioFiles(folder, options) {
    for await (const file of listAudioFiles(folder, options)) {
      pass("listing");
      yield file;
    }
    if (stage === "removing") setTimeout(die, at);
  },
  resolveInside,
  async readTags(path) {
    pass("tags");
    const title = basename(path, extname(path));
    return {
      title,
      artist: null,
      album: null,
      genres: [],
      durationMs: 180_000,
      hasCover: false,
      mimeType: "audio/mpeg",
    };
  },
  readCover: async () => null,
  openAnalysisPool: async () => ({
    async analyse(path) {
      pass("analysis");
      const { valence } = JSON.parse(await readFile(path, "utf8"));
      await sleep(1);
      if (stage === "storing" && (seen.analysis += 1) === 25) setTimeout(die, at);
      const unmeasured = {
        beatStrength: null,
        keyStrength: null,
        majorness: null,
        chromaEntropy: null,
        crestFactorDb: null,
        rolloffHz: null,
        flatness: null,
        fluxDb: null,
        roughness: null,
        danceability: null,
      };
      const sound = { loudnessLufs: -14, dynamicRangeDb: 6, brightnessHz: 1500, onsetsPerSecond: 2, ...unmeasured };
      return { analyserVersion: 1, tempoBpm: 120, tonic: 0, mode: "major", ...sound, valence, arousal: 0 };
    },
    close: async () => undefined,
  }),
};

const services = await openServices(
  {
    port: 0,
    host: "127.0.0.1",
    dataDir,
    musicDir,
    databaseUrl: null,
    databasePool: 1,
    logLevel: "silent",
    webDir: `${dataDir}/no-page`,
    services: defaultServiceConfig(),
    starter: false,
    audioCacheBytes: 1024 * 1024,
  },
  { source, analysers: 2 },
);
const ask = async (method, path) => {
  const response = await services.app.request(`http://127.0.0.1:5000/api${path}`, {
    method,
    headers: { host: "127.0.0.1:5000" },
  });
  return await response.json();
};
let answer = await ask("POST", "/library/scans");
for (;;) {
  answer = (await ask("GET", "/library/scans/current")).scan;
  if (answer !== null && answer.state !== "listing" && answer.state !== "running") break;
  await sleep(5);
}
await services.close();
process.stdout.write(JSON.stringify(answer));
