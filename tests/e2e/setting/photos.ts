/** Photos of a smiling face in every format that is taken, and files that only pretend to be photos. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { SCENES } from "../../fake-camera/face-clips.mjs";

const demo = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");

export interface PhotoFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Wider than high, upright. */
function smile() {
  const { photo, ...region } = SCENES.smiling;
  return sharp(join(demo, photo)).extract(region);
}

const jpegOf = (picture: Sharp): Sharp => picture.jpeg({ quality: 92 });

/** A JPEG that lies on its side and says so: EXIF orientation 6, to be turned a quarter clockwise. */
export async function sidewaysJpeg(): Promise<PhotoFile> {
  const upright = await smile().png().toBuffer();
  const buffer = await jpegOf(sharp(upright).rotate(270)).withMetadata({ orientation: 6 }).toBuffer();
  return { name: "sideways.jpg", mimeType: "image/jpeg", buffer };
}

export async function pngPhoto(): Promise<PhotoFile> {
  return { name: "smile.png", mimeType: "image/png", buffer: await smile().png().toBuffer() };
}

export async function webpPhoto(): Promise<PhotoFile> {
  return { name: "smile.webp", mimeType: "image/webp", buffer: await smile().webp({ quality: 90 }).toBuffer() };
}

/** A picture of nothing. */
export async function emptyRoom(): Promise<PhotoFile> {
  const wall = sharp({ create: { width: 640, height: 480, channels: 3, background: "#767676" } });
  return { name: "wall.png", mimeType: "image/png", buffer: await wall.png().toBuffer() };
}

/** Half of a JPEG, as after a download that broke off. */
export async function cutOffJpeg(): Promise<PhotoFile> {
  const whole = await jpegOf(smile()).toBuffer();
  return { name: "half.jpg", mimeType: "image/jpeg", buffer: whole.subarray(0, whole.length / 2) };
}

/** A whole small PNG that claims 30,000 pixels a side: 3.6 GB once decoded. */
export async function pictureBomb(): Promise<PhotoFile> {
  const small = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  const buffer = await small.png().toBuffer();
  buffer.writeUInt32BE(30_000, 16);
  buffer.writeUInt32BE(30_000, 20);
  // The checksum of IHDR is put right, so that only the claimed size is against it.
  buffer.writeUInt32BE(crc32(buffer.subarray(12, 29)) >>> 0, 29);
  return { name: "bomb.png", mimeType: "image/png", buffer };
}

/** Text with a photo's name and type. */
export const renamedText: PhotoFile = {
  name: "holiday.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from("This is no picture at all, whatever its name says.\n".repeat(20)),
};

export const emptyFile: PhotoFile = { name: "nothing.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(0) };

export async function gifPicture(): Promise<PhotoFile> {
  const small = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  return { name: "dance.gif", mimeType: "image/gif", buffer: await small.gif().toBuffer() };
}
