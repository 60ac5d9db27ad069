/** Every format of the library, made from a piece of known tempo, key and loudness, through both ways of decoding. */
import { execFile } from "node:child_process";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANALYSER_VERSION, analyseAudio } from "../../src/core/signal/analyse-audio.ts";
import { analyseFile, EXCERPT_SECONDS, excerptStart } from "../../src/sources/local/analyse-file.ts";
import { decodeAudio } from "../../src/sources/local/decode/decode-audio.ts";
import { isFfmpegInstalled } from "../../src/sources/local/decode/ffmpeg.ts";
import { AUDIO_FORMATS, type AudioFileFormat, canEncode, reasonToSkip, writeAudioFile } from "../synth/audio-file.ts";
import { piece } from "../synth/music.ts";
import { concatenated, sine } from "../synth/waveforms.ts";

const KNOWN = { tempoBpm: 132, seconds: 24, tonic: 2, mode: "minor" } as const;
const hasFfmpeg = await isFfmpegInstalled();
const DECODERS = ["builtin", "ffmpeg"] as const;

/** Why this machine cannot run a pair, or null. */
function obstacle(format: AudioFileFormat, decoder: (typeof DECODERS)[number]): string | null {
  if (decoder === "ffmpeg" && !hasFfmpeg) return "no ffmpeg on this machine to decode with";
  return reasonToSkip(format);
}

const PAIRS = AUDIO_FORMATS.flatMap((format) =>
  DECODERS.filter((decoder) => format !== "m4a" || decoder === "ffmpeg").map((decoder) => {
    const reason = obstacle(format, decoder);
    return {
      format,
      decoder,
      reason,
      name: `${format} through ${decoder}${reason === null ? "" : ` (skipped: ${reason})`}`,
    };
  }),
);

const run = promisify(execFile);
let folder: string;
const samples = piece(KNOWN);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moodsync-formats-"));
  const formats = AUDIO_FORMATS.filter((format) => reasonToSkip(format) === null);
  await Promise.all(formats.map((format) => writeAudioFile(join(folder, `piece.${format}`), samples, { format })));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("analyseFile", () => {
  for (const { format, decoder, reason, name } of PAIRS) {
    test.skipIf(reason !== null)(`hears the piece: ${name}`, async () => {
      const features = await analyseFile(join(folder, `piece.${format}`), { decoder });
      const expected = analyseAudio(piece({ ...KNOWN, sampleRateHz: 22_050 }), 22_050);
      expect(Math.abs(features.tempoBpm! - KNOWN.tempoBpm)).toBeLessThan(0.3);
      expect(features).toMatchObject({ tonic: KNOWN.tonic, mode: KNOWN.mode, analyserVersion: ANALYSER_VERSION });
      expect(Math.abs(features.loudnessLufs! - expected.loudnessLufs)).toBeLessThan(0.5);
      expect(Math.abs(features.onsetsPerSecond! - expected.onsetsPerSecond)).toBeLessThan(0.4);
      expect(features.brightnessHz! / expected.brightnessHz).toBeGreaterThan(0.8);
      expect(features.brightnessHz! / expected.brightnessHz).toBeLessThan(1.2);
      expect(features.majorness!).toBeLessThan(0);
      for (const feature of ["beatStrength", "keyStrength", "chromaEntropy", "roughness", "danceability"] as const) {
        expect(Math.abs(features[feature]! - expected[feature]), feature).toBeLessThan(0.1);
      }
      expect(Math.abs(features.crestFactorDb! - expected.crestFactorDb)).toBeLessThan(2);
      expect(features.valence).toBeLessThan(0);
    });
  }

  test("m4a without ffmpeg is refused with the way out in the sentence", async (context) => {
    const reason = reasonToSkip("m4a");
    if (reason !== null) context.skip(reason);
    const refusal = analyseFile(join(folder, "piece.m4a"), { decoder: "builtin" });
    await expect(refusal).rejects.toMatchObject({
      code: "audio.unsupported",
      message: expect.stringContaining("ffmpeg"),
    });
  });
});

describe("decodeAudio", () => {
  const lossless = ["wav", "flac"] as const;
  for (const format of lossless) {
    test.skipIf(obstacle(format, "ffmpeg") !== null)(`both decoders hear the same in ${format}`, async () => {
      const path = join(folder, `piece.${format}`);
      const [own, ffmpeg] = await Promise.all(DECODERS.map((decoder) => decodeAudio(path, { decoder })));
      expect(own!.sampleRateHz).toBe(22_050);
      expect(Math.abs(own!.samples.length - ffmpeg!.samples.length)).toBeLessThan(100);
      expect(relativeDifference(own!.samples, ffmpeg!.samples)).toBeLessThan(0.02);
    });
  }

  for (const { format, decoder, reason, name } of PAIRS) {
    test.skipIf(reason !== null)(`takes the excerpt asked for: ${name}`, async () => {
      const path = join(folder, `steps-${decoder}.${format}`);
      // Ten seconds each of 400, 800 and 1600 Hz: the middle is heard where the middle is asked for.
      const steps = concatenated(sine(400, 10), sine(800, 10), sine(1600, 10));
      await writeAudioFile(path, steps, { format });
      const options = { decoder, startSeconds: 12, maxSeconds: 5, durationSeconds: 30 };
      const { samples: excerpt, sampleRateHz } = await decodeAudio(path, options);
      expect(Math.abs(excerpt.length / sampleRateHz - 5)).toBeLessThan(0.15);
      expect(analyseAudio(excerpt, sampleRateHz).brightnessHz / 800).toBeCloseTo(1, 0);
    });
  }

  test.skipIf(!canEncode)("a file whose name lies about its format is read by what it holds", async () => {
    const path = join(folder, "really-flac.mp3");
    await writeAudioFile(`${path}.flac`, sine(440, 3), { format: "flac" });
    await rename(`${path}.flac`, path);
    for (const decoder of DECODERS)
      expect((await decodeAudio(path, { decoder })).samples.length).toBeGreaterThan(60_000);
  });
});

const decodeSlowly = (options: Parameters<typeof decodeAudio>[1]) =>
  decodeAudio(join(folder, "piece.wav"), { decoder: "ffmpeg", ...options });

describe.skipIf(!hasFfmpeg)(`the ffmpeg process${hasFfmpeg ? "" : " (skipped: no ffmpeg on this machine)"}`, () => {
  test("is ended when it takes too long", async () => {
    await expect(decodeSlowly({ timeoutMs: 1 })).rejects.toMatchObject({ code: "audio.timeout" });
  });

  test("is ended on abort, and none is left behind", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 10);
    await expect(decodeSlowly({ signal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
    const { stdout } = await run("ps", ["-o", "stat=,args=", "--ppid", String(process.pid)]).catch(() => ({
      stdout: "",
    }));
    expect(stdout.split("\n").filter((line) => line.includes("piece.wav") && !line.startsWith("Z"))).toEqual([]);
  });

  test("measures loudness as ffmpeg's own EBU R 128 meter does", async () => {
    const path = join(folder, "piece.wav");
    const { stderr } = await run("ffmpeg", ["-nostdin", "-i", path, "-af", "ebur128", "-f", "null", "-"]);
    const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
    const meter = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)![1]);
    const range = Number(/LRA:\s+(-?[\d.]+) LU/.exec(summary)![1]);
    const features = await analyseFile(path);
    expect(Math.abs(features.loudnessLufs! - meter)).toBeLessThan(0.3);
    expect(Math.abs(features.dynamicRangeDb! - range)).toBeLessThan(0.5);
  });
});

describe("excerptStart", () => {
  test("centres two minutes, and begins no later than three minutes in", () => {
    expect(excerptStart(null)).toBe(0);
    expect(excerptStart(EXCERPT_SECONDS)).toBe(0);
    expect(excerptStart(200)).toBe(40);
    expect(excerptStart(3600)).toBe(180);
  });
});

/** RMS of the difference over RMS of the first. */
function relativeDifference(a: Float32Array, b: Float32Array): number {
  const length = Math.min(a.length, b.length);
  let [difference, whole] = [0, 0];
  for (let i = 0; i < length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    whole += a[i]! ** 2;
  }
  return Math.sqrt(difference / whole);
}
