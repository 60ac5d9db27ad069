import { describe, expect, test } from "vitest";
import { parseMpegHeader, readXingTag } from "./mpeg-frame.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex.padEnd(14, "0"), "hex");

describe("parseMpegHeader", () => {
  test.each([
    ["MPEG-1 layer III, 128 kbit/s, 44.1 kHz", "fffb9000", 417, 44_100, 1152],
    ["the same, padded", "fffb9200", 418, 44_100, 1152],
    ["MPEG-2 layer III, 64 kbit/s, 22.05 kHz", "fff38000", 208, 22_050, 576],
    ["MPEG-1 layer II, 192 kbit/s, 48 kHz", "fffda400", 576, 48_000, 1152],
    ["MPEG-1 layer I, 384 kbit/s, 32 kHz", "ffffc800", 576, 32_000, 384],
  ])("%s", (_, hex, lengthBytes, sampleRateHz, samples) => {
    expect(parseMpegHeader(bytes(hex), 0)).toMatchObject({ format: "mp3", lengthBytes, sampleRateHz, samples });
  });

  test("ADTS, 44.1 kHz, 371 bytes", () => {
    expect(parseMpegHeader(bytes("fff150802e7ffc"), 0)).toMatchObject({
      format: "aac",
      lengthBytes: 371,
      sampleRateHz: 44_100,
    });
  });

  test.each(["00000000", "fffbf000", "fffb9c00", "ffeb9000", "fffb0000", "fff1ffff"])("%s is no header", (hex) => {
    expect(parseMpegHeader(bytes(hex), 0)).toBeNull();
  });
});

describe("readXingTag", () => {
  test("frames and bytes", () => {
    const frame = Buffer.alloc(200);
    frame.write("fffb9000", 0, "hex");
    frame.write("Xing", 36, "latin1");
    frame.writeUInt32BE(3, 40);
    frame.writeUInt32BE(1000, 44);
    frame.writeUInt32BE(417_000, 48);
    expect(readXingTag(frame)).toEqual({ seconds: (1000 * 1152) / 44_100, bytes: 417_000 });
    frame.write("None", 36, "latin1");
    expect(readXingTag(frame)).toBeNull();
  });
});
