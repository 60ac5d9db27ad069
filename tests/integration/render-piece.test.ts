/** Pieces rendered to sound with the SoundFont of the build: loudness, balance, clicks, time, and what cannot be rendered. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildStale } from "../../scripts/steps/build.mjs";
import { EMOTION_POINTS, EMOTIONS, type Emotion } from "../../src/core/affect/emotion.ts";
import { pieceSeconds, VOICES, type Note, type Piece, type PieceMood } from "../../src/core/composition/piece.ts";
import { measureStereoLoudness } from "../../src/core/signal/loudness.ts";
import { renderPiece } from "../../src/synthesis/node.ts";
import { readSoundFont } from "../../src/synthesis/sound-font-file.ts";
import { truePeakDb } from "../../src/synthesis/true-peak.ts";
import type { StereoAudio } from "../../src/synthesis/wav.ts";
import { smallPiece } from "../synth/small-piece.ts";

const moodOf = (emotion: Emotion): PieceMood => ({ emotion, ...EMOTION_POINTS[emotion] });
const loudnessOf = ({ left, right, sampleRate }: StereoAudio): number =>
  measureStereoLoudness(left, right, sampleRate).integratedLufs;
const peakOf = (samples: Float32Array): number => samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
const withNotes = (notes: Note[]): Piece => ({ ...smallPiece(moodOf("neutral"), { bars: 1, bpm: 120 }), notes });

beforeAll(() => buildStale(() => undefined, { only: ["soundfont"] }));

describe.each(EMOTIONS)("a piece in the mood %s", (emotion) => {
  test("is at -16 LUFS with true peaks under -1 dBFS, lasts as long as its bars and dies away", async () => {
    const piece = smallPiece(moodOf(emotion));
    const audio = await renderPiece(piece);
    expect(Math.abs(loudnessOf(audio) + 16)).toBeLessThan(0.2);
    expect(truePeakDb([audio.left, audio.right])).toBeLessThan(-1);
    const seconds = audio.left.length / audio.sampleRate;
    expect(seconds).toBeGreaterThan(pieceSeconds(piece) + 0.3);
    expect(seconds).toBeLessThan(pieceSeconds(piece) + 8.1);
    expect(peakOf(audio.left.subarray(-20))).toBeLessThan(1e-3);
  });

  test("keeps its voices in balance", async () => {
    const levels: Partial<Record<string, number>> = {};
    for (const voice of VOICES) {
      levels[voice] = loudnessOf(
        await renderPiece(smallPiece(moodOf(emotion), { bars: 2 }), { voices: [voice], level: false }),
      );
    }
    const under = (voice: string): number => levels["melody"]! - levels[voice]!;
    expect(under("accompaniment")).toBeGreaterThan(1);
    expect(under("accompaniment")).toBeLessThan(9);
    expect(under("bass")).toBeGreaterThan(0);
    expect(under("bass")).toBeLessThan(10);
    expect(under("pad")).toBeGreaterThan(2);
    expect(under("pad")).toBeLessThan(12);
    expect(under("percussion")).toBeGreaterThan(4);
    expect(under("percussion")).toBeLessThan(16);
  });
});

test("the same piece gives the same samples, and another mood others", async () => {
  const [first, second, other] = [
    await renderPiece(smallPiece(moodOf("happy"), { bars: 1 })),
    await renderPiece(smallPiece(moodOf("happy"), { bars: 1 })),
    await renderPiece({ ...smallPiece(moodOf("happy"), { bars: 1 }), mood: moodOf("sad") }),
  ];
  expect(second.left).toEqual(first.left);
  expect(other.left.subarray(0, 40_000)).not.toEqual(first.left.subarray(0, 40_000));
});

test("a note begins when the piece says, to one block of the synthesiser", async () => {
  const rim: Note = { voice: "percussion", pitch: 37, startTicks: 720, durationTicks: 60, velocity: 110 };
  const { left, sampleRate } = await renderPiece(withNotes([rim]));
  const onset = left.findIndex((value) => Math.abs(value) > 0.01) / sampleRate;
  // 720 ticks at 120 a minute.
  expect(Math.abs(onset - 0.75)).toBeLessThan(0.005);
});

test("pads hold for seconds without a click, and let go without one", async () => {
  const chord = [48, 55, 64].map((pitch): Note => ({
    voice: "pad",
    pitch,
    startTicks: 0,
    durationTicks: 9600,
    velocity: 90,
  }));
  for (const emotion of ["sad", "disgust", "surprise"] as const) {
    const { left } = await renderPiece({ ...withNotes(chord), mood: moodOf(emotion) }, { level: false });
    const roughest = (from: number, to: number): number => {
      let largest = 0;
      for (let i = from + 2; i < to; i++)
        largest = Math.max(largest, Math.abs(left[i]! - 2 * left[i - 1]! + left[i - 2]!));
      return largest;
    };
    // Many loops lie in the stretch; its worst corner is no sharper than those of its first second.
    expect(roughest(0, left.length), emotion).toBeLessThan(2 * roughest(44_100, 88_200));
  }
});

test("other sample rates sound the same length and pitch", async () => {
  const low = await renderPiece(smallPiece(moodOf("happy"), { bars: 1 }), { sampleRate: 22_050 });
  const high = await renderPiece(smallPiece(moodOf("happy"), { bars: 1 }), { sampleRate: 48_000 });
  expect(Math.abs(low.left.length / 22_050 - high.left.length / 48_000)).toBeLessThan(0.3);
  expect(Math.abs(loudnessOf(low) - loudnessOf(high))).toBeLessThan(0.3);
});

describe("what cannot be rendered, or not as it should", () => {
  test("a piece without notes is silence as long as its bars", async () => {
    const audio = await renderPiece(withNotes([]));
    expect(audio.left.length / audio.sampleRate).toBeGreaterThanOrEqual(2);
    expect(peakOf(audio.left)).toBe(0);
  });

  test.each([
    ["an hour and more", { bars: 10_000 }, {}, "render.too-long"],
    ["no time at all", { tempos: [{ ticks: 0, bpm: 0 }] }, {}, "render.too-long"],
    ["a rate that is none", {}, { sampleRate: 0 }, "render.sample-rate"],
    ["a rate that is no number", {}, { sampleRate: Number.NaN }, "render.sample-rate"],
  ])("%s is refused in a sentence", async (_, change, options, code) => {
    const piece = { ...smallPiece(moodOf("happy")), ...change };
    await expect(renderPiece(piece, options)).rejects.toMatchObject({ code, message: expect.stringMatching(/\.$/) });
  });

  test("stops when told to", async () => {
    const abort = new AbortController();
    const rendering = renderPiece(smallPiece(moodOf("happy"), { bars: 64 }), {
      signal: abort.signal,
      onProgress: (share) => {
        if (share > 0) abort.abort(new Error("enough"));
      },
    });
    await expect(rendering).rejects.toThrow("enough");
  });

  test("a SoundFont that is missing, cut off or described wrongly is said", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moodsync-soundfont-"));
    try {
      await expect(readSoundFont(folder)).rejects.toMatchObject({ code: "sound-font.missing" });
      await writeFile(join(folder, "soundfont.json"), "{");
      await expect(readSoundFont(folder)).rejects.toMatchObject({ code: "sound-font.damaged" });
      for (const file of ["../secret.sf2", "a.sf2"]) {
        await writeFile(join(folder, "soundfont.json"), JSON.stringify({ file, bytes: 9, sha256: "0" }));
        await writeFile(join(folder, "a.sf2"), "RIFF");
        await expect(readSoundFont(folder)).rejects.toMatchObject({ code: "sound-font.damaged" });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
