/** The command line on a real data folder and real files: scanning, listing, playlists, and the server it shares them with. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PlaylistSchema } from "../../src/contracts/playlists.ts";
import { TrackSchema } from "../../src/contracts/tracks.ts";
import { startCliSession, type CliSession } from "./cli-session.ts";

let session: CliSession;

async function tracksOf(cli: CliSession, ...options: string[]) {
  const { exitCode, printed } = await cli.run(["library", "list", "--json", ...options]);
  expect(exitCode).toBe(0);
  return TrackSchema.array().parse(JSON.parse(printed.join("\n")));
}

/** What was measured of the first track of a playlist for the mood. */
async function firstFor(mood: string) {
  const { printed } = await session.run(["playlist", mood, "--json"]);
  const { entries } = PlaylistSchema.parse(JSON.parse(printed.join("\n")));
  return entries[0]?.track.features;
}

describe("a scanned folder", () => {
  beforeAll(async () => {
    session = await startCliSession();
    await session.addMusic(6);
    await session.addFile("broken/empty.mp3", "");
    await session.addFile("broken/renamed \u001B[31m.flac", "no music at all ".repeat(100));
    await session.addFile("notes.txt", "not for the library");
  });
  afterAll(() => session.end());

  it("is read with progress, and the unreadable files do not stop it", async () => {
    const { exitCode, printed, remarked } = await session.run(["library", "scan", session.music]);
    expect(remarked[0]).toBe(`Scanning ${session.music}`);
    expect(printed.at(-1)).toBe("Done, 8 files: 6 analysed, 0 unchanged, 0 removed, 2 unreadable.");
    expect(printed.slice(0, -1).every((line) => /^\d of 8(, about \d+ (s|min) left)?$/u.test(line))).toBe(true);
    expect(remarked.at(-1)).toContain("library list --problems");
    expect(exitCode).toBe(0);
  });

  it("needs no second reading, and no second naming", async () => {
    const { exitCode, printed } = await session.run(["library", "scan"]);
    expect(printed.at(-1)).toMatch(/^Done, 8 files: 0 analysed, /u);
    expect(exitCode).toBe(0);
  });

  it("is listed in plain lines, in JSON, and by a query", async () => {
    const { printed, remarked } = await session.run(["library", "list"]);
    const lines = printed.filter((line) => !line.startsWith("!"));
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^track \d\t0:06\t[+-]\d\.\d\d\t[+-]\d\.\d\d\t\S.*\t\S.*$/u);
    expect(remarked).toEqual(["8 tracks"]);
    const tracks = await tracksOf(session);
    expect(tracks.filter(({ features }) => features !== null)).toHaveLength(6);
    expect((await tracksOf(session, "--query", "track 3")).map(({ title }) => title)).toEqual(["track 3"]);
  });

  it("says what is wrong with the unreadable files, harmlessly", async () => {
    const { printed } = await session.run(["library", "list", "--problems"]);
    expect(printed).toHaveLength(2);
    expect(printed.join("\n")).toMatch(/broken\/empty\.mp3\taudio\.empty\t/u);
    expect(printed.join("\n")).not.toContain("\u001B");
    const problems = await tracksOf(session, "--problems");
    expect(problems.every(({ problem }) => problem !== null)).toBe(true);
  });

  it("leads from one mood to another, for some minutes or tracks, and keeps the list under a name", async () => {
    const words = ["--shift-to", "calm", "--size", "4", "--save", "Winding down"];
    const json = await session.run(["playlist", "sad", ...words, "--json"]);
    const playlist = PlaylistSchema.parse(JSON.parse(json.printed.join("\n")));
    expect(playlist).toMatchObject({ mood: "sad", name: "Winding down", saved: true, journey: { kind: "shift" } });
    expect(playlist.journey?.path.at(-1)).toEqual({ valence: 0.45, arousal: -0.6 });
    const lines = await session.run(["playlist", "sad", "--shift-to", "-0.1,0.2", "--size", "3"]);
    expect(lines.remarked[0]).toMatch(/^Music for sad .* on the way to valence -0\.10, arousal \+0\.20 in 4 steps/u);
    const held = await session.run(["playlist", "tender", "--hold", "--minutes", "5"]);
    expect(held.exitCode).toBe(0);
    expect(held.remarked.join("\n")).toMatch(/held within 0\.3[^]*Your library has only/u);
  });

  it("gives a playlist as lines, JSON and M3U", async () => {
    const lines = await session.run(["playlist", "happy", "--size", "3"]);
    expect(lines.exitCode).toBe(0);
    expect(lines.printed).toHaveLength(3);
    expect(lines.printed[0]).toMatch(/^1\t\ttrack \d\t0:06\t.+/u);

    const json = await session.run(["playlist", "-0.65,-0.35", "--json", "--size", "2"]);
    const playlist = PlaylistSchema.parse(JSON.parse(json.printed.join("\n")));
    expect(playlist.target).toEqual({ valence: -0.65, arousal: -0.35 });
    expect(playlist.entries).toHaveLength(2);

    const m3u = await session.run(["playlist", "sad", "--m3u"]);
    expect(m3u.printed[0]).toBe("#EXTM3U");
    const files = m3u.printed.filter((line) => !line.startsWith("#"));
    expect(files).toHaveLength(6);
    for (const file of files) {
      expect(path.isAbsolute(file)).toBe(true);
      expect(existsSync(file)).toBe(true);
    }
  });

  it("puts what fits the mood first", async () => {
    const [happy, sad] = [await firstFor("happy"), await firstFor("sad")];
    expect(happy?.valence).toBeGreaterThan(sad?.valence ?? 1);
  });
});

describe("what cannot be done", () => {
  beforeEach(async () => {
    session = await startCliSession();
  });
  afterEach(() => session.end());

  it.each([
    [["playlist", "grumpy"], 2, /angry, disgust, fear, happy, sad, surprise, neutral.*\(mood\.unknown\)/u],
    [["playlist", "2,0"], 2, /\(mood\.out-of-range\)/u],
    [["playlist", "happy", "--size", "many"], 2, /whole number from 1 to 200/u],
    [["playlist"], 2, /missing required argument/u],
    [["playlist", "happy", "--minutes", "4"], 2, /minutes from 5 to 600/u],
    [["playlist", "happy", "--minutes", ""], 2, /minutes from 5 to 600/u],
    [["playlist", "happy", "--minutes", "20", "--size", "3"], 2, /either --size or --minutes.*\(playlist\.options\)/u],
    [["playlist", "sad", "--shift-to", "calm", "--hold"], 2, /either --shift-to or --hold/u],
    [["playlist", "sad", "--shift-to", "grumpy"], 2, /tender, energetic.*\(mood\.unknown\)/u],
    [["playlist", "sad", "--save", " "], 2, /\(request\.invalid\)/u],
    [["dance"], 2, /unknown command/u],
    [["library", "scan"], 2, /\(folder\.not-set\)/u],
    [["library", "scan", "/no/such/folder"], 3, /\(folder\.not-found\)/u],
    [["library", "scan", import.meta.filename], 2, /\(folder\.not-a-folder\)/u],
    [["--data-dir", import.meta.filename, "library", "list"], 4, /\(data-folder\.unwritable\)/u],
  ])("%j ends with %i and says why", async (commandArguments, exitCode, sentence) => {
    const run = await session.run(commandArguments);
    expect(run.remarked.join("\n")).toMatch(sentence);
    expect(run.printed).toEqual([]);
    expect(run.exitCode).toBe(exitCode);
  });

  it("a playlist from an empty library ends with 3 and prints no track", async () => {
    const { exitCode, printed, remarked } = await session.run(["playlist", "happy"]);
    expect(exitCode).toBe(3);
    expect(printed).toEqual([]);
    expect(remarked.length).toBeGreaterThan(1);
  });

  it("a database that another program holds ends with 4, after a while", async () => {
    await session.run(["library", "list"]);
    const other = new Database(path.join(session.dataDir, "moodsync.db"));
    other.exec("BEGIN IMMEDIATE");
    const { exitCode, printed, remarked } = await session.run(["playlist", "happy"]);
    other.exec("ROLLBACK");
    other.close();
    expect(remarked.join("\n")).toContain("(storage.locked)");
    expect(printed).toEqual([]);
    expect(exitCode).toBe(4);
  });

  it("a music folder that the environment fixes is not exchanged", async () => {
    const other = path.join(session.folder, "other");
    await mkdir(other);
    const run = await session.run(["library", "scan", session.music], { env: { MUSIC_DIR: other } });
    expect(run.remarked.join("\n")).toContain("(folder.fixed)");
    expect(run.exitCode).toBe(4);
  });

  it("help and version are no failures", async () => {
    const help = await session.run(["--help"]);
    expect(help.exitCode).toBe(0);
    expect(help.printed.join("\n")).toContain("130  interrupted by Ctrl-C");
    const about: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    const { printed } = await session.run(["--version"]);
    expect(about).toMatchObject({ version: printed[0] });
  });
});

describe("Ctrl-C during a scan", () => {
  beforeEach(async () => {
    session = await startCliSession();
  });
  afterEach(() => session.end());

  it("stops it with 130, keeps what was read, and the next scan goes on from there", async () => {
    await session.addMusic(10, 20);
    const interruption = new AbortController();
    const stopped = await session.run(["library", "scan", session.music], {
      interrupted: interruption.signal,
      onLine: (line) => {
        if (/^\d+ of 10/u.test(line)) interruption.abort();
      },
    });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.remarked).toContain("Stopping ...");
    const counts = /^Stopped after (\d+) of 10: (\d+) analysed/u.exec(stopped.printed.at(-1) ?? "");
    const analysed = Number(counts?.[2]);
    expect(analysed).toBeGreaterThan(0);
    expect(analysed).toBeLessThan(10);

    const resumed = await session.run(["library", "scan"]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.printed.at(-1)).toBe(
      `Done, 10 files: ${10 - analysed} analysed, ${analysed} unchanged, 0 removed, 0 unreadable.`,
    );
  });
});

describe("beside a running server", () => {
  let taken: Server;
  const stop = new AbortController();
  let serving: ReturnType<CliSession["run"]>;
  let url: string;
  let port: number;

  beforeAll(async () => {
    session = await startCliSession();
    await session.addMusic(2);
    taken = createServer();
    port = await new Promise<number>((resolve) => {
      taken.listen(0, "127.0.0.1", () => {
        const address = taken.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    url = await new Promise<string>((resolve) => {
      const onLine = (line: string): void => {
        const address = /ready at (\S+)/u.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      };
      const env = { MUSIC_DIR: session.music, LOG_LEVEL: "silent" };
      serving = session.run(["serve", "--port", String(port)], { interrupted: stop.signal, onLine, env });
    });
  });
  afterAll(async () => {
    stop.abort();
    taken.close();
    await serving;
    await session.end();
  });

  it("the server takes the next free port and says so", async () => {
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    const status: unknown = await (await fetch(`${url}/api/status`)).json();
    expect(status).toMatchObject({ name: "moodsync", folder: session.music });
  });

  it("commands ask the server, which knows its own settings", async () => {
    // MUSIC_DIR is set for the server alone: only through it is the folder known.
    const { exitCode, remarked, printed } = await session.run(["library", "scan"]);
    expect(remarked[0]).toBe(`Scanning ${session.music} (by the server at ${url})`);
    expect(printed.at(-1)).toMatch(/^Done, 2 files: /u);
    expect(exitCode).toBe(0);
    expect(await tracksOf(session)).toHaveLength(2);
  });

  it("an orderly stop ends with 0, says where it was moved, and takes the note away", async () => {
    stop.abort();
    const { exitCode, printed } = await serving;
    expect(exitCode).toBe(0);
    expect(printed[0]).toBe(`Port ${port} is taken, so the next free one is used.`);
    expect(existsSync(path.join(session.dataDir, "server.json"))).toBe(false);
  });

  it("a note that a crash left behind is seen through", async () => {
    const note = path.join(session.dataDir, "server.json");
    await writeFile(note, JSON.stringify({ pid: 4_194_999, url: `http://127.0.0.1:${port}`, startedAtMs: 1 }));
    expect(await tracksOf(session)).toHaveLength(2);
    await writeFile(note, '{"pid": 1');
    expect(await tracksOf(session)).toHaveLength(2);
    await rm(note);
  });
});
