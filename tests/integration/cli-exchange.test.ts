/** `moodsync library import` and `export` on a real data folder. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ImportOutcomeSchema } from "../../src/contracts/exchange.ts";
import { startCliSession, type CliSession } from "./cli-session.ts";

let session: CliSession;
const fileOf = (name: string) => path.join(session.folder, name);

beforeAll(async () => {
  session = await startCliSession();
  await session.addMusic(3);
  await session.run(["library", "scan", session.music]);
});
afterAll(() => session.end());

it("writes the library as a table, and never over a file that is there", async () => {
  const output = fileOf("tracks.csv");
  const first = await session.run(["library", "export", "tracks", "-o", output]);
  expect([first.exitCode, first.remarked.at(-1)]).toEqual([0, `Written to ${output}`]);
  const lines = (await readFile(output, "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^artist,title,album,/u);
  const again = await session.run(["library", "export", "tracks", "-o", output]);
  expect([again.exitCode, again.remarked.at(-1)]).toEqual([2, expect.stringContaining("(file.exists)")]);
  expect((await session.run(["library", "export", "tracks", "-o", output, "--force"])).exitCode).toBe(0);
});

it("says what an import would do, then does it", async () => {
  const files = (await session.run(["library", "list", "--json"])).printed.join("\n");
  const [first] = JSON.parse(files);
  const list = await session.addFile(
    "list.m3u",
    `#EXTM3U\n${first.path}\n#EXTINF:3,Somebody - \u001B[31mElse\nElse.mp3\n`,
  );
  const dry = await session.run(["library", "import", list, "--dry-run"]);
  expect(dry.printed).toEqual([
    '1 of 2 entries are in your library. 1 song would be added to the playlist "list"; nothing was.',
  ]);
  expect(dry.remarked.join("\n")).not.toContain("\u001B");
  const { exitCode, printed } = await session.run(["library", "import", list, "--json"]);
  expect(exitCode).toBe(0);
  expect(ImportOutcomeSchema.parse(JSON.parse(printed.join("\n")))).toMatchObject({ matched: 1, name: "list" });
});

it.each([
  [["library", "import", "/no/such/file.m3u"], 3, /\(file\.not-found\)/u],
  [["library", "import", import.meta.filename], 2, /\(import\.unknown-format\)/u],
  [["library", "export", "everything", "-o", "x"], 2, /tracks, listens, listenbrainz\. \(export\.unknown\)/u],
  [["library", "export", "tracks", "-o", "/no/such/folder/x.csv"], 2, /\(file\.unwritable\)/u],
  [["library", "export", "tracks"], 2, /required option/u],
])("%j ends with %i and says why", async (commandArguments, exitCode, sentence) => {
  const run = await session.run(commandArguments);
  expect(run.remarked.join("\n")).toMatch(sentence);
  expect(run.exitCode).toBe(exitCode);
});
