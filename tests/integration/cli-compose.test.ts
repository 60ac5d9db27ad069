/** `moodsync compose`: files that other programs read, and every way to ask for what cannot be. */
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { BasicMIDI } from "spessasynth_core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildStale } from "../../scripts/steps/build.mjs";
import { startCliSession, type CliRun, type CliSession } from "./cli-session.ts";

let session: CliSession;
let folder: string;
let count = 0;

beforeAll(async () => {
  session = await startCliSession();
});
afterAll(() => session.end());
beforeEach(async () => {
  folder = path.join(session.folder, `out ${count++}`);
  await mkdir(folder);
});

const inFolder = (name: string): string => path.join(folder, name);
const compose = (words: string, output = "piece.mid"): Promise<CliRun> =>
  session.run(["compose", ...words.split(" ").filter(Boolean), "-o", inFolder(output)]);

async function readMidi(name: string): Promise<BasicMIDI> {
  const bytes = await readFile(inFolder(name));
  return BasicMIDI.fromArrayBuffer(new Uint8Array(bytes).buffer);
}

describe("moodsync compose", () => {
  it("writes a MIDI file that is as long as it says, and says where it is", async () => {
    const { exitCode, printed, remarked } = await compose("--mood happy --bars 8 --seed 7");
    expect([exitCode, printed]).toEqual([0, [inFolder("piece.mid")]]);
    const said = /^happy in .+ major, 8 bars, 0:(\d\d), seed 7$/u.exec(remarked.at(-1)!);
    expect(said).not.toBeNull();
    const midi = await readMidi("piece.mid");
    expect([midi.format, midi.timeDivision]).toEqual([1, 480]);
    expect(Math.abs(midi.duration - Number(said![1]))).toBeLessThan(3);
    expect(await readdir(folder)).toEqual(["piece.mid"]);
  });

  it("writes the same bytes for the same seed, others for another", async () => {
    await compose("--mood sad --bars 4 --seed 1", "one.mid");
    await compose("--valence -0.65 --arousal -0.35 --bars 4 --seed 2", "two.mid");
    await compose("--mood SAD --bars 4 --seed 1", "three.mid");
    const [one, two, three] = await Promise.all(
      ["one.mid", "two.mid", "three.mid"].map((name) => readFile(inFolder(name))),
    );
    expect(three!.equals(one!)).toBe(true);
    expect(two!.equals(one!)).toBe(false);
  });

  it("prints the piece as JSON, with a seed of its own where none was given", async () => {
    const { exitCode, printed } = await compose("--mood=-0.5,0.2 --bars 2 --json");
    expect(exitCode).toBe(0);
    const { piece, files, durationMs } = JSON.parse(printed.join("\n"));
    expect(files).toEqual([inFolder("piece.mid")]);
    expect(piece).toMatchObject({ bars: 2, mood: { emotion: null, valence: -0.5, arousal: 0.2 } });
    expect(Number.isInteger(piece.seed)).toBe(true);
    expect(durationMs).toBeGreaterThan(3000);
  });

  it("writes the sound beside it", async () => {
    await buildStale(() => undefined, { only: ["soundfont"] });
    const { exitCode, printed } = await compose("--mood neutral --bars 2 --seed 1 --wav");
    expect([exitCode, printed]).toEqual([0, [inFolder("piece.mid"), inFolder("piece.wav")]]);
    const wav = await readFile(inFolder("piece.wav"));
    expect(wav.toString("latin1", 0, 4) + wav.toString("latin1", 8, 12)).toBe("RIFFWAVE");
    const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + 44 + 400_000));
    expect(samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0)).toBeGreaterThan(1000);
  }, 240_000);

  it("replaces a file only when it is told to", async () => {
    await writeFile(inFolder("piece.mid"), "mine");
    const refused = await compose("--mood happy --bars 2 --seed 1");
    expect(refused.exitCode).toBe(2);
    expect(refused.remarked.join()).toContain("output.exists");
    expect(await readFile(inFolder("piece.mid"), "utf8")).toBe("mine");
    expect((await compose("--mood happy --bars 2 --seed 1 --force")).exitCode).toBe(0);
    expect((await readMidi("piece.mid")).tracks.length).toBeGreaterThan(1);
  });

  it.each([
    ["an unknown mood", "--mood hungry", "mood.unknown"],
    ["no mood", "", "mood.missing"],
    ["two moods", "--mood happy --valence 0.1 --arousal 0", "mood.missing"],
    ["half a point", "--valence 0.1", "mood.missing"],
    ["a point off the plane", "--valence 0.1 --arousal 1.5", "mood.out-of-range"],
    ["a point that is no number", "--valence high --arousal 0", "mood.out-of-range"],
    ["no bars", "--mood happy --bars 0", "composer.bars-out-of-range"],
    ["10,000 bars", "--mood happy --bars 10000", "composer.bars-out-of-range"],
    ["bars that are no number", "--mood happy --bars many", "composer.bars-out-of-range"],
    ["half a bar", "--mood happy --bars 1.5", "composer.bars-out-of-range"],
    ["a seed that is no number", "--mood happy --seed seven", "composer.seed-invalid"],
    ["half a seed", "--mood happy --seed 0.5", "composer.seed-invalid"],
    ["a seed beyond whole numbers", "--mood happy --seed 99999999999999999999", "composer.seed-invalid"],
    ["no temperature", "--mood happy --temperature 0", "composer.options-out-of-range"],
    ["a top-p above 1", "--mood happy --top-p 2", "composer.options-out-of-range"],
  ])("refuses %s and writes nothing", async (_what, words, code) => {
    const { exitCode, remarked, printed } = await compose(words);
    expect([exitCode, printed]).toEqual([2, []]);
    expect(remarked.join("\n")).toContain(`(${code})`);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ["a folder that is not there", "nowhere/piece.mid", "output.unwritable"],
    ["a name that is no MIDI file's", "piece.mp3", "output.extension"],
    ["a name without an end", "piece", "output.extension"],
  ])("refuses %s", async (_what, output, code) => {
    const { exitCode, remarked } = await compose("--mood happy", output);
    expect(exitCode).toBe(2);
    expect(remarked.join("\n")).toContain(`(${code})`);
  });

  it("refuses a folder in the file's place, and one that is closed", async () => {
    await mkdir(inFolder("piece.mid"));
    expect((await compose("--mood happy")).remarked.join()).toContain("it is not a file");
    await mkdir(inFolder("closed"));
    await chmod(inFolder("closed"), 0o500);
    const { exitCode } = await compose("--mood happy --bars 1", "closed/piece.mid");
    // Root may write anywhere.
    expect(exitCode).toBe(process.getuid?.() === 0 ? 0 : 2);
    await chmod(inFolder("closed"), 0o700);
  });

  it("stops when it is interrupted and leaves nothing behind", async () => {
    const abort = new AbortController();
    const running = session.run(["compose", "--mood", "happy", "--bars", "512", "-o", inFolder("piece.mid")], {
      interrupted: abort.signal,
    });
    abort.abort();
    const { exitCode, remarked } = await running;
    expect(exitCode).toBe(130);
    expect(remarked.at(-1)).toBe("Stopped; nothing was written.");
    expect(await readdir(folder)).toEqual([]);
  });
});
