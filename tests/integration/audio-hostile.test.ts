/** Broken and hostile audio files: each gives its code, quickly and in bounded memory, through both ways of decoding. */
import { mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { MoodSyncError } from "../../src/core/errors.ts";
import { analyseFile } from "../../src/sources/local/analyse-file.ts";
import { readCover } from "../../src/sources/local/cover.ts";
import { isFfmpegInstalled } from "../../src/sources/local/decode/ffmpeg.ts";
import { readTags } from "../../src/sources/local/tags.ts";
import { AUDIO_FORMATS, canEncode, reasonToSkip, writeAudioFile } from "../synth/audio-file.ts";
import { flacBomb, id3Header, id3WithPicture, opusBomb } from "../synth/hostile-files.ts";
import { piece } from "../synth/music.ts";
import { createRandom } from "../synth/random.ts";
import { chunk, encodeWav, formatChunk, riff } from "../synth/wav-file.ts";
import { sine } from "../synth/waveforms.ts";

const DECODERS = (await isFfmpegInstalled()) ? (["builtin", "auto"] as const) : (["builtin"] as const);
/** Processor time, so that a busy machine does not count against the code; the wall is watched by the test's own limit. */
const MOST_CPU_MS = 10_000;
const MOST_MEMORY_KIB = 400 * 1024;

let folder: string;

beforeAll(async () => {
  // The decoders tell of damage on the console too; here damage is the point.
  vi.spyOn(console, "error").mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), "moodsync-hostile-"));
  const samples = piece({ tempoBpm: 120, seconds: 12 });
  const formats = AUDIO_FORMATS.filter((format) => reasonToSkip(format) === null);
  await Promise.all(formats.map((format) => writeAudioFile(join(folder, `good.${format}`), samples, { format })));
});

afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** The code each decoder's analysis ends with, or "analysed"; also checks that it took neither long nor much memory. */
async function outcomes(path: string): Promise<string[]> {
  const codes: string[] = [];
  for (const decoder of DECODERS) {
    const [startCpu, startKib] = [process.cpuUsage(), process.resourceUsage().maxRSS];
    codes.push(await analyseFile(path, { decoder }).then(() => "analysed", codeOf));
    const { user, system } = process.cpuUsage(startCpu);
    expect((user + system) / 1000).toBeLessThan(MOST_CPU_MS);
    expect(process.resourceUsage().maxRSS - startKib).toBeLessThan(MOST_MEMORY_KIB);
  }
  return codes;
}

function codeOf(error: unknown): string {
  return error instanceof MoodSyncError ? error.code : `no MoodSyncError: ${String(error)}`;
}

const all = (code: string): string[] => DECODERS.map(() => code);

describe("what is no audio", () => {
  test("an empty file", async () => {
    expect(await outcomes(await fileOf("empty.mp3", Buffer.alloc(0)))).toEqual(all("audio.empty"));
  });

  const random = createRandom(9);
  test.each([
    ["text.mp3", Buffer.from("Dear diary, this is no song.\n".repeat(5000))],
    ["page.flac", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["zeros.ogg", Buffer.alloc(200_000)],
    ["ones.mp3", Buffer.alloc(200_000, 0xff)],
    ["random.m4a", Buffer.from(Array.from({ length: 100_000 }, () => Math.floor(random() * 256)))],
    ["playlist.mp3", Buffer.from("#EXTM3U\n#EXT-X-VERSION:3\n/etc/passwd\n")],
    ["concat.wav", Buffer.from("ffconcat version 1.0\nfile /etc/passwd\n")],
    ["one-byte.wav", Buffer.of(0x52)],
  ])("%s", async (name, bytes) => {
    const path = await fileOf(name, bytes);
    expect(await outcomes(path)).toEqual(all("audio.not-audio"));
    await expect(readTags(path)).rejects.toMatchObject({ code: "audio.not-audio" });
    await expect(readCover(path)).rejects.toMatchObject({ code: "audio.not-audio" });
  });

  test("a file that is gone, and a folder", async () => {
    expect(await outcomes(join(folder, "gone.mp3"))).toEqual(all("file.not-found"));
    expect(await outcomes(folder)).toEqual(all("file.unreadable"));
  });
});

describe("cut files", () => {
  const cuts = AUDIO_FORMATS.flatMap((format) => [0.003, 0.5].map((share) => ({ format, share })));
  for (const { format, share } of cuts) {
    const isHalfOgg = share === 0.5 && (format === "ogg" || format === "opus");
    // Half an Ogg file is a whole, shorter one: its pages tell no total.
    const expected = isHalfOgg ? "analysed" : "audio.truncated";
    test.skipIf(reasonToSkip(format) !== null)(`${format} cut to ${share * 100} %: ${expected}`, async () => {
      const bytes = await readFile(join(folder, `good.${format}`));
      const path = await fileOf(`cut-${share}.${format}`, bytes.subarray(0, Math.max(20, bytes.length * share)));
      const codes = await outcomes(path);
      expect(codes).toEqual(all(expected));
    });
  }

  test.skipIf(!canEncode)("m4a with its index in front, cut in half", async () => {
    const whole = join(folder, "front.m4a");
    await writeAudioFile(whole, sine(440, 20), { format: "m4a", encoderArguments: ["-movflags", "+faststart"] });
    const bytes = await readFile(whole);
    expect(await outcomes(await fileOf("front-cut.m4a", bytes.subarray(0, bytes.length / 2)))).toEqual(
      all("audio.truncated"),
    );
  });

  test("tags that reach past the end", async () => {
    const path = await fileOf("tag-only.mp3", Buffer.concat([id3Header(200_000_000), Buffer.alloc(1000)]));
    expect(await outcomes(path)).toEqual(all("audio.truncated"));
  });
});

describe("WAV files that lie", () => {
  const format = formatChunk(2, 44_100, "int16", false);
  test.each([
    ["claims 4 GB", riff([chunk("fmt ", format), chunk("data", Buffer.alloc(4000), 0xfffffff0)]), "audio.truncated"],
    ["has no sound chunk", riff([chunk("fmt ", format)]), "audio.truncated"],
    ["has no format", riff([chunk("data", Buffer.alloc(4000))]), "audio.truncated"],
    ["has an empty sound chunk", riff([chunk("fmt ", format), chunk("data", Buffer.alloc(0))]), "audio.empty"],
    [
      "has no channels",
      riff([chunk("fmt ", formatChunk(0, 44_100, "int16", false)), chunk("data", Buffer.alloc(4000))]),
      "audio.truncated",
    ],
    [
      "has 60,000 channels",
      riff([chunk("fmt ", formatChunk(60_000, 44_100, "int16", false)), chunk("data", Buffer.alloc(200_000))]),
      "audio.truncated",
    ],
    [
      "runs at 4 GHz",
      riff([chunk("fmt ", formatChunk(1, 4_000_000_000, "int8", false)), chunk("data", Buffer.alloc(4000))]),
      "audio.truncated",
    ],
  ])("%s", async (name, bytes, code) => {
    expect(await outcomes(await fileOf(`${name}.wav`, bytes))).toEqual(all(code));
  });

  test("a sparse file of 3 GB is sampled, not read", async () => {
    const path = await fileOf(
      "sparse.wav",
      riff([chunk("fmt ", format), chunk("data", Buffer.alloc(0), 3_000_000_000)]),
    );
    await truncate(path, 3_000_000_100);
    expect(await outcomes(path)).toEqual(all("analysed"));
  });

  test("no numbers at all are no audio; a few are silence", async () => {
    const nan = new Float32Array(44_100).fill(Number.NaN);
    const options = { sampleRateHz: 44_100, sample: "float32" } as const;
    expect(await outcomes(await fileOf("nan.wav", encodeWav([nan], options)))).toEqual(all("audio.not-audio"));
    const tone = sine(440, 3).map((sample, i) => (i % 1000 === 0 ? Number.NaN : i % 1000 === 1 ? Infinity : sample));
    const path = await fileOf("some-nan.wav", encodeWav([tone], options));
    for (const decoder of DECODERS) {
      const values = Object.values(await analyseFile(path, { decoder })).filter((value) => typeof value === "number");
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("decompression bombs", () => {
  test("FLAC that claims 30 hours", async () => {
    const bytes = flacBomb({ frames: 1000, totalSamples: 30 * 3600 * 44_100 });
    expect((await outcomes(await fileOf("claims.flac", bytes)))[0]).toMatch(/audio\.(too-long|truncated)/);
  });

  test("FLAC whose half megabyte is 13 hours of silence", async () => {
    const bytes = flacBomb({ frames: 32_000, totalSamples: 32_000 * 65_535 });
    expect(bytes.length).toBeLessThan(600_000);
    expect(await outcomes(await fileOf("bomb.flac", bytes))).toEqual(all("analysed"));
    const streamed = flacBomb({ frames: 32_000, totalSamples: 0 });
    expect(await outcomes(await fileOf("bomb-streamed.flac", streamed))).toEqual(all("analysed"));
  });

  test("FLAC whose megabyte is 27 hours of silence", async () => {
    const bytes = flacBomb({ frames: 65_535, totalSamples: 65_535 * 65_535 });
    expect(await outcomes(await fileOf("too-long.flac", bytes))).toEqual(all("audio.too-long"));
  });

  test("Opus whose megabyte is 11 hours of silence, and one that claims 40", async () => {
    expect(await outcomes(await fileOf("bomb.opus", opusBomb({ pages: 1300 })))).toEqual(all("analysed"));
    const claims = opusBomb({ pages: 100, claimedHours: 40 });
    expect(await outcomes(await fileOf("claims.opus", claims))).toEqual(all("audio.too-long"));
  });

  test.skipIf(!canEncode)("a picture of 60 MB costs the tags, not the track", async () => {
    const sound = await readFile(join(folder, "good.mp3"));
    const path = await fileOf("giant picture.mp3", Buffer.concat([id3WithPicture(60_000_000), sound]));
    const startKib = process.resourceUsage().maxRSS;
    expect(await readTags(path)).toMatchObject({ title: "giant picture", hasCover: false });
    expect(await readCover(path)).toBeNull();
    expect(process.resourceUsage().maxRSS - startKib).toBeLessThan(MOST_MEMORY_KIB);
    expect(await outcomes(path)).toEqual(all("analysed"));
  });

  test.skipIf(!canEncode)("a picture that is no picture is not served", async () => {
    const sound = await readFile(join(folder, "good.mp3"));
    const path = await fileOf("zeros picture.mp3", Buffer.concat([id3WithPicture(1000), sound]));
    expect(await readTags(path)).toMatchObject({ hasCover: false });
    expect(await readCover(path)).toBeNull();
  });
});

describe("damaged bytes", () => {
  for (const format of AUDIO_FORMATS) {
    test.skipIf(reasonToSkip(format) !== null)(
      `${format} with bytes changed at random is analysed or refused, never a crash`,
      async () => {
        const good = await readFile(join(folder, `good.${format}`));
        const random = createRandom(format.length * 31 + format.charCodeAt(0));
        for (let round = 0; round < 12; round++) {
          const bytes = Buffer.from(good);
          const changes = 1 + Math.floor(random() * 200);
          // Half the rounds damage the headers, half the whole file.
          const reach = round % 2 === 0 ? 400 : bytes.length;
          for (let i = 0; i < changes; i++) bytes[Math.floor(random() * reach)] = Math.floor(random() * 256);
          const path = await fileOf(`damaged.${format}`, bytes);
          for (const outcome of await outcomes(path)) expect(outcome).toMatch(/^(analysed|audio\..+)$/);
          expect(await readTags(path).then(() => "audio.read", codeOf)).toMatch(/^audio\./);
        }
      },
    );
  }

  test("a file that shrinks while it is read", async () => {
    const path = await fileOf("shrinks.wav", encodeWav([sine(440, 60)], { sampleRateHz: 44_100 }));
    const analysis = analyseFile(path, { decoder: "builtin" }).then(() => "analysed", codeOf);
    const handle = await open(path, "r+");
    await handle.truncate(1000);
    await handle.close();
    expect(await analysis).toMatch(/^(analysed|audio\.truncated|audio\.empty)$/);
  });
});
