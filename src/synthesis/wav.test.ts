import { expect, test } from "vitest";
import { encodeWav, SOUND_CREDIT } from "./wav.ts";

const ramp = Float32Array.from({ length: 101 }, (_, index) => (index - 50) / 50);

/** Reads as any program would: chunk by chunk. */
function chunksOf(bytes: Uint8Array): Map<string, DataView> {
  const view = new DataView(bytes.buffer);
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  expect([word(0), word(8), view.getUint32(4, true)]).toEqual(["RIFF", "WAVE", bytes.length - 8]);
  const chunks = new Map<string, DataView>();
  for (let at = 12; at < bytes.length;) {
    const size = view.getUint32(at + 4, true);
    chunks.set(word(at), new DataView(bytes.buffer, at + 8, size));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

test("holds both channels in turn with 16 bits, to within the dither", () => {
  const right = ramp.map((value) => -value / 2);
  const chunks = chunksOf(encodeWav({ left: ramp, right, sampleRate: 44_100 }));
  const format = chunks.get("fmt ")!;
  expect([format.getUint16(0, true), format.getUint16(2, true), format.getUint32(4, true)]).toEqual([1, 2, 44_100]);
  expect([format.getUint32(8, true), format.getUint16(12, true), format.getUint16(14, true)]).toEqual([176_400, 4, 16]);
  const data = chunks.get("data")!;
  expect(data.byteLength).toBe(101 * 4);
  for (const [index, value] of ramp.entries()) {
    expect(Math.abs(data.getInt16(4 * index, true) / 32_767 - value)).toBeLessThan(2 / 32_767);
    expect(Math.abs(data.getInt16(4 * index + 2, true) / 32_767 + value / 2)).toBeLessThan(2 / 32_767);
  }
});

test("dithers what is fainter than one step, and leaves silence silent", () => {
  const faint = new Float32Array(20_000).fill(0.25 / 32_767);
  const data = chunksOf(encodeWav({ left: faint, right: new Float32Array(20_000), sampleRate: 44_100 })).get("data")!;
  let [sum, other] = [0, 0];
  for (let index = 0; index < 20_000; index++) {
    sum += data.getInt16(4 * index, true);
    other += Math.abs(data.getInt16(4 * index + 2, true));
  }
  expect(sum / 20_000).toBeCloseTo(0.25, 1);
  expect(other).toBe(0);
});

test("never wraps around, and gives the same bytes each time", () => {
  const over = { left: new Float32Array(9).fill(1.5), right: new Float32Array(9).fill(-1.5), sampleRate: 8000 };
  const data = chunksOf(encodeWav(over)).get("data")!;
  expect([data.getInt16(0, true), data.getInt16(2, true)]).toEqual([32_767, -32_768]);
  expect(encodeWav(over)).toEqual(encodeWav(over));
});

test("names the recordings, and the title where there is one", () => {
  const bytes = encodeWav({ left: ramp, right: ramp, sampleRate: 44_100 }, { title: "Für später" });
  const info = chunksOf(bytes).get("LIST")!;
  const text = new TextDecoder().decode(new Uint8Array(info.buffer, info.byteOffset, info.byteLength));
  expect(text).toContain(SOUND_CREDIT);
  expect(text).toContain("Für später\0");
});
