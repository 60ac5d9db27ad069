/** The listener's folder: listing, the gate to single files, tags and covers, on a real file system. */
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ListingProblem } from "../../src/sources/music-source.ts";
import { readCover } from "../../src/sources/local/cover.ts";
import { createLocalSource } from "../../src/sources/local/local-source.ts";
import { resolveInside } from "../../src/sources/local/safe-path.ts";
import { readTags } from "../../src/sources/local/tags.ts";
import { listAudioFiles } from "../../src/sources/local/walk.ts";
import { AUDIO_FORMATS, reasonToSkip, writeAudioFile } from "../synth/audio-file.ts";
import { pngImage } from "../synth/png-image.ts";
import { encodeWav } from "../synth/wav-file.ts";
import { sine } from "../synth/waveforms.ts";

const WAV = encodeWav([sine(440, 1)], { sampleRateHz: 44_100 });
/** Composed, decomposed, right-to-left, emoji with joiners, quotes, spaces, options, percent signs, a backslash, a newline. */
const NAMES = [
  "Björk.wav",
  "Bjo\u0308rk.wav",
  "שלום.wav",
  "👩‍👩‍👧 song.wav",
  'it\'s "quoted" & $(odd); `x`.wav',
  "-rf.wav",
  "100%25.wav",
  "dots..inside.wav",
  "back\\slash.wav",
  "new\nline.wav",
  "椎名林檎.WAV",
];

let base: string;
let root: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "moodsync-library-"));
  root = join(base, "music");
  await mkdir(join(root, "albums", "one"), { recursive: true });
  await writeFile(join(base, "secret.wav"), WAV);
  await mkdir(join(base, "music-of-others"));
  await writeFile(join(base, "music-of-others", "theirs.wav"), WAV);
  await Promise.all(NAMES.map((name) => writeFile(join(root, name), WAV)));
  await writeFile(join(root, "albums", "one", "deep.wav"), WAV);
  await writeFile(join(root, "cover.jpg"), "no audio");
  await writeFile(join(root, ".hidden.wav"), WAV);
  await symlink(base, join(root, "way-out"));
  await symlink(join(base, "secret.wav"), join(root, "secret-link.wav"));
  await symlink(root, join(root, "albums", "cycle"));
  await symlink(join(root, "albums", "one", "deep.wav"), join(root, "inner-link.wav"));
  await symlink(join(root, "nowhere"), join(root, "dangling.wav"));
});

afterAll(() => rm(base, { recursive: true, force: true }));

async function listed(folder: string): Promise<{ paths: string[]; problems: ListingProblem[] }> {
  const problems: ListingProblem[] = [];
  const paths: string[] = [];
  for await (const file of listAudioFiles(folder, { onProblem: (problem) => problems.push(problem) })) {
    expect(file.sizeBytes).toBeGreaterThan(0);
    expect(Number.isInteger(file.modifiedAtMs)).toBe(true);
    paths.push(file.path);
  }
  return { paths, problems };
}

describe("listAudioFiles", () => {
  test("finds every audio file once, whatever its name, and reports links that lead out", async () => {
    const { paths, problems } = await listed(root);
    expect(new Set(paths)).toEqual(new Set([...NAMES, "albums/one/deep.wav"]));
    expect(paths).toHaveLength(NAMES.length + 1);
    expect(problems.map(({ location, code }) => `${code} ${location}`).toSorted()).toEqual([
      "path.outside-library secret-link.wav",
      "path.outside-library way-out",
    ]);
  });

  test.skipIf(process.platform !== "linux")("reports names that are no Unicode", async () => {
    const folder = join(base, "bytes");
    await mkdir(folder);
    const name = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from(".wav")]);
    await writeFile(name, WAV);
    await writeFile(join(folder, "fine.wav"), WAV);
    const { paths, problems } = await listed(folder);
    expect(paths).toEqual(["fine.wav"]);
    expect(problems).toMatchObject([{ code: "file.unreadable", location: "caf\uFFFD.wav" }]);
  });

  test.skipIf(process.getuid?.() === 0)("reports folders that it may not read", async () => {
    const folder = join(base, "locked", "inner");
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0);
    const { problems } = await listed(join(base, "locked"));
    await chmod(folder, 0o700);
    expect(problems).toMatchObject([{ code: "file.unreadable", location: "inner" }]);
  });

  test("a folder that is not there, or goes while it is read", async () => {
    await expect(listed(join(base, "nowhere"))).rejects.toMatchObject({ code: "folder.vanished" });
    const folder = join(base, "going");
    for (const inner of ["a", "b", "c"]) {
      await mkdir(join(folder, inner), { recursive: true });
      await writeFile(join(folder, inner, "song.wav"), WAV);
    }
    const files = listAudioFiles(folder)[Symbol.asyncIterator]();
    expect((await files.next()).value).toMatchObject({ path: "a/song.wav" });
    await rm(folder, { recursive: true });
    await expect(files.next()).rejects.toMatchObject({ code: "folder.vanished" });
  });

  test("stops when aborted", async () => {
    const abort = new AbortController();
    const files = listAudioFiles(root, { signal: abort.signal })[Symbol.asyncIterator]();
    await files.next();
    abort.abort();
    await expect(files.next()).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("resolveInside", () => {
  test.each(NAMES)("serves %j", async (name) => {
    expect(await resolveInside(root, name)).toContain("music");
  });

  test("serves a link that stays inside, as what it leads to", async () => {
    expect(await resolveInside(root, "inner-link.wav")).toMatch(/deep\.wav$/);
  });

  test.each([
    "../secret.wav",
    "albums/../../secret.wav",
    "albums/one/../../../secret.wav",
    "..",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "\\\\server\\share",
    "secret-link.wav",
    "way-out/secret.wav",
    "way-out/music-of-others/theirs.wav",
    "../music-of-others/theirs.wav",
    "song.wav\0.png",
  ])("refuses %j", async (path) => {
    await expect(resolveInside(root, path)).rejects.toMatchObject({ code: "path.outside-library" });
  });

  test.each(["nowhere.wav", "dangling.wav", "albums", "cover.jpg/inside.wav", "x".repeat(5000)])(
    "does not find %j",
    async (path) => {
      await expect(resolveInside(root, path)).rejects.toMatchObject({ code: "file.not-found" });
    },
  );

  test("the folder itself is no file", async () => {
    for (const path of ["", "."]) await expect(resolveInside(root, path)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(resolveInside(join(base, "nowhere"), "a.wav")).rejects.toMatchObject({ code: "folder.vanished" });
  });
});

describe("readTags and readCover", () => {
  const MIME_TYPES = {
    mp3: "audio/mpeg",
    flac: "audio/flac",
    ogg: "audio/ogg",
    opus: "audio/ogg",
    m4a: "audio/mp4",
    wav: "audio/wav",
  };

  for (const format of AUDIO_FORMATS) {
    const reason = reasonToSkip(format === "wav" ? "mp3" : format);
    test.skipIf(reason !== null)(`${format}${reason === null ? "" : ` (skipped: ${reason})`}`, async () => {
      const hasCover = format === "mp3" || format === "flac" || format === "m4a";
      const path = join(base, `tagged.${format}`);
      const tags = { title: "Ночь 🎧", artist: "Björk", album: 'Ein "Album"' };
      await writeAudioFile(path, sine(440, 7.5), {
        format,
        tags: { ...tags, genre: "Trip-Hop; Jazz" },
        cover: hasCover,
      });
      const { durationMs, ...rest } = await readTags(path);
      expect(rest).toEqual({ ...tags, genres: ["Trip-Hop", "Jazz"], hasCover, mimeType: MIME_TYPES[format] });
      expect(Math.abs(durationMs! - 7500)).toBeLessThan(120);
      const cover = await readCover(path);
      expect(cover === null ? null : { ...cover, data: Buffer.from(cover.data) }).toEqual(
        hasCover ? { mimeType: "image/png", data: pngImage() } : null,
      );
    });
  }

  test("without tags the name is the title", async () => {
    expect(await readTags(join(root, "Björk.wav"))).toEqual({
      title: "Björk",
      artist: null,
      album: null,
      genres: [],
      durationMs: 1000,
      hasCover: false,
      mimeType: "audio/wav",
    });
  });
});

test("createLocalSource goes through the gate", async () => {
  const source = createLocalSource(async () => root);
  const locations: string[] = [];
  for await (const track of source.list()) locations.push(track.location);
  expect(locations).toContain("albums/one/deep.wav");
  expect(await source.readTags("albums/one/deep.wav")).toMatchObject({ title: "deep" });
  expect(await source.readCover("albums/one/deep.wav")).toBeNull();
  expect(await source.locateFile("albums/one/deep.wav")).toMatch(/deep\.wav$/);
  await expect(source.readTags("../secret.wav")).rejects.toMatchObject({ code: "path.outside-library" });
});
