/**
 * Writes a .br and a .gz beside every file of the web app that gets smaller by it, so that the server compresses nothing itself.
 * Results are kept by content hash, so that a file is compressed once, however often the app is built.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = new Set([
  ".html",
  ".js",
  ".mjs",
  ".css",
  ".json",
  ".svg",
  ".wasm",
  ".onnx",
  ".webmanifest",
  ".txt",
]);

/** Below this a response fits one packet anyway. */
const SMALLEST_BYTES = 1024;

/** A copy that saves less than this share is not worth its place: weights hardly shrink. */
const SMALLEST_SAVING = 0.03;

/**
 * Measured on the 14 MB inference runtime: quality 9 takes 1 s and leaves 2.69 MB, 10 takes 15 s for 2.44 MB and
 * 11 takes 23 s for 2.36 MB; a first start should not wait that long for the last tenth.
 */
const LARGE_BYTES = 1_000_000;
const BROTLI_QUALITY = { small: 11, large: 9 };

const ENCODERS = [
  {
    extension: ".br",
    /** @param {Buffer} data */
    encode: (data) =>
      promisify(brotliCompress)(data, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: data.length > LARGE_BYTES ? BROTLI_QUALITY.large : BROTLI_QUALITY.small,
          [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
        },
      }),
  },
  {
    extension: ".gz",
    /** @param {Buffer} data */
    encode: (data) => promisify(gzip)(data, { level: 9 }),
  },
];

/**
 * Compresses every file below `folder` that is worth it.
 * @param {string} folder
 * @param {string} cacheFolder
 * @returns {Promise<number>} how many compressed copies lie there now
 */
export async function precompress(folder, cacheFolder) {
  await mkdir(cacheFolder, { recursive: true });
  const files = (await readdir(folder, { recursive: true })).filter((name) => COMPRESSIBLE.has(path.extname(name)));
  const written = await Promise.all(files.map((name) => compressFile(path.join(folder, name), cacheFolder)));
  return written.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {string} file
 * @param {string} cacheFolder
 * @returns {Promise<number>} how many copies were worth it
 */
async function compressFile(file, cacheFolder) {
  if ((await stat(file)).size < SMALLEST_BYTES) return 0;
  const data = await readFile(file);
  const hash = createHash("sha256").update(data).digest("hex");
  /** @type {number[]} */
  const saved = await Promise.all(
    ENCODERS.map(async ({ extension, encode }) => {
      const cached = path.join(cacheFolder, `${hash}${extension}`);
      const known = await stat(cached).catch(() => null);
      const size = known?.size ?? (await writeWhole(cached, await encode(data)));
      if (size > data.length * (1 - SMALLEST_SAVING)) return 0;
      await copyFile(cached, `${file}${extension}`);
      return 1;
    }),
  );
  return saved.reduce((sum, count) => sum + count, 0);
}

/**
 * Writes under another name first: a build that is interrupted leaves no half file in the cache.
 * @param {string} file
 * @param {Buffer} data
 */
async function writeWhole(file, data) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, data);
  await rename(unfinished, file);
  return data.length;
}
