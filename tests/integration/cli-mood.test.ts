/** `moodsync mood` on real faces, and on every kind of file that is no good photo. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { EMOTIONS } from "../../src/core/affect/emotion.ts";
import { LARGEST_PHOTO_PIXELS } from "../../src/cli/photo.ts";
import { startCliSession, type CliSession } from "./cli-session.ts";

const MoodSchema = z.object({
  emotion: z.enum(EMOTIONS).nullable(),
  valence: z.number().min(-1).max(1),
  arousal: z.number().min(-1).max(1),
  confidence: z.number().min(0).max(1),
});

const ReportsSchema = z.array(
  z.object({
    photo: z.string(),
    mood: MoodSchema.nullable(),
    faces: z.array(
      z.object({
        box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
        score: z.number(),
        mood: MoodSchema.nullable(),
        probabilities: z.record(z.enum(EMOTIONS), z.number()).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
);

/** Three smiling people, from a package that the benchmarks use. */
const GROUP = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")),
  "demo/sample3.jpg",
);

let session: CliSession;
let group: Buffer;

beforeAll(async () => {
  session = await startCliSession();
  group = await readFile(GROUP);
});
afterAll(() => session.end());

async function read(...photos: string[]) {
  const { exitCode, printed } = await session.run(["mood", "--json", ...photos]);
  return { exitCode, reports: ReportsSchema.parse(JSON.parse(printed.join("\n"))) };
}

async function photoFile(name: string, content: Uint8Array): Promise<string> {
  const file = path.join(session.folder, name);
  await writeFile(file, content);
  return file;
}

it("reads every face of a photo and the mood of them all", async () => {
  const { exitCode, reports } = await read(GROUP);
  expect(exitCode).toBe(0);
  const [report] = reports;
  expect(report?.error).toBeNull();
  expect(report?.faces).toHaveLength(3);
  expect(report?.mood?.emotion).toBe("happy");
  for (const { probabilities } of report?.faces ?? []) {
    const sum = Object.values(probabilities ?? {}).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 4);
  }
});

it("says it in plain lines", async () => {
  const { exitCode, printed, remarked } = await session.run(["mood", GROUP]);
  expect(exitCode).toBe(0);
  expect(remarked).toEqual([]);
  expect(printed).toHaveLength(4);
  expect(printed[0]).toMatch(/sample3\.jpg: happy \(valence \+0\.\d\d, arousal \+0\.\d\d, confidence \d+ %\)$/u);
  expect(printed[1]).toMatch(/ {2}happy \d+ % {2}/u);
});

it("sees the same faces in WebP, in PNG and in a photo that its EXIF note turns upright", async () => {
  const upright = (await read(GROUP)).reports[0]?.faces ?? [];
  const lying = await sharp(group).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
  const files = [
    await photoFile("group.webp", await sharp(group).webp({ quality: 95 }).toBuffer()),
    await photoFile("group.png", await sharp(group).png().toBuffer()),
    await photoFile("lying.jpg", lying),
  ];
  const { exitCode, reports } = await read(...files);
  expect(exitCode).toBe(0);
  for (const { faces } of reports) {
    expect(faces).toHaveLength(upright.length);
    for (const [index, { box }] of faces.entries()) {
      const wanted = upright[index]?.box;
      expect(Math.abs(box.x - (wanted?.x ?? Infinity))).toBeLessThan(12);
      expect(Math.abs(box.y - (wanted?.y ?? Infinity))).toBeLessThan(12);
    }
  }
});

it("gives boxes in the pixels of the file where the photo had to be scaled down", async () => {
  const { width } = await sharp(group).metadata();
  const large = await photoFile(
    "large.jpg",
    await sharp(group)
      .resize({ width: width * 4 })
      .jpeg()
      .toBuffer(),
  );
  const [small, scaled] = (await read(GROUP, large)).reports;
  expect((scaled?.faces[0]?.box.width ?? 0) / (small?.faces[0]?.box.width ?? 1)).toBeCloseTo(4, 0);
});

/** A sound PNG of a few kilobytes whose 65535 x 65535 pixels would take 12 GB. */
function decompressionBomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(65_535, 0);
  header.writeUInt32BE(65_535, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, pngChunk("IHDR", header), pngChunk("IDAT", deflateSync(Buffer.alloc(4_000_000)))]);
}

function pngChunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';

it.each([
  ["empty.jpg", () => Buffer.alloc(0), "photo.empty", 2],
  ["renamed.png", () => Buffer.from("no photo at all"), "photo.not-a-photo", 2],
  ["drawing.svg", () => Buffer.from(svg), "photo.not-a-photo", 2],
  ["cut.jpg", () => group.subarray(0, group.length / 2), "photo.truncated", 2],
])("refuses %s", async (name, content, code, exitCode) => {
  const file = await photoFile(name, content());
  const run = await read(file);
  expect(run.reports[0]?.error?.code).toBe(code);
  expect(run.reports[0]?.faces).toEqual([]);
  expect(run.exitCode).toBe(exitCode);
});

it("refuses a decompression bomb without unpacking it", async () => {
  expect(65_535 ** 2).toBeGreaterThan(LARGEST_PHOTO_PIXELS);
  const before = process.memoryUsage().rss;
  const { exitCode, reports } = await read(await photoFile("bomb.png", decompressionBomb()));
  expect(reports[0]?.error?.code).toBe("photo.too-large");
  expect(exitCode).toBe(2);
  expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
});

it("goes on after a photo that is no good, and ends with the first failure's code", async () => {
  const missing = path.join(session.folder, "missing.jpg");
  const wall = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#886655" } })
    .png()
    .toBuffer();
  const { exitCode, reports } = await read(await photoFile("wall.png", wall), missing, session.folder, GROUP);
  expect(reports.map(({ error }) => error?.code ?? null)).toEqual([null, "file.not-found", "photo.not-a-photo", null]);
  expect(reports[0]?.mood).toBeNull();
  expect(reports[3]?.mood?.emotion).toBe("happy");
  expect(exitCode).toBe(3);
  const said = await session.run(["mood", path.join(session.folder, "wall.png")]);
  expect(said.remarked[0]).toContain("no face found (photo.no-face)");
});
