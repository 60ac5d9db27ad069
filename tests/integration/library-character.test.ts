/** Copies and the map through the real scan: real encoded files, their real analysis, the real database and API. */
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localFiles } from "../../src/server/services/local-files.ts";
import { canEncode, writeAudioFile, type AudioFileOptions } from "../synth/audio-file.ts";
import { createRandom } from "../synth/random.ts";
import { encodeWav } from "../synth/wav-file.ts";
import { gain, mixInto, silence, sine } from "../synth/waveforms.ts";
import { openOn, scanThrough, temporaryFolder, until, writeTrack, type Ask } from "./server-fixtures.ts";

const RATE_HZ = 22_050;

/** A tune drawn by the seed: chords that change every quarter of a second and never repeat. */
function tune(seed: number, seconds = 24): Float32Array {
  const random = createRandom(seed);
  const track = silence(seconds, RATE_HZ);
  for (let at = 0; at < seconds; at += 0.25) {
    for (let voice = 0; voice < 3; voice++) {
      const hz = 220 * 2 ** (Math.floor(random() * 34) / 12);
      const tone = sine(hz, 0.25, -16, RATE_HZ).map((sample, i) => sample * Math.exp((-5 * i) / RATE_HZ));
      mixInto(track, tone, at, RATE_HZ);
    }
  }
  return track;
}

function delayed(samples: Float32Array, seconds: number): Float32Array {
  const longer = silence(samples.length / RATE_HZ + seconds, RATE_HZ);
  mixInto(longer, samples, seconds, RATE_HZ);
  return longer;
}

const write = (folder: string, name: string, samples: Float32Array, options: AudioFileOptions): Promise<string> =>
  writeAudioFile(join(folder, name), samples, { sampleRateHz: RATE_HZ, ...options });

async function groupsOf(ask: Ask): Promise<string[][]> {
  const { body } = await ask("GET", "/library/duplicates");
  expect(body.searching).toBe(false);
  return body.groups.map(({ copies }: { copies: { track: { path: string } }[] }) =>
    copies.map(({ track }) => track.path),
  );
}

/** As `scanThrough`, with time for real files on a busy machine; then the work that follows a scan. */
async function scanFiles(server: Awaited<ReturnType<typeof openOn>>): Promise<void> {
  await server.ask("POST", "/library/scans");
  await until(async () => {
    const { scan } = (await server.ask("GET", "/library/scans/current")).body;
    return scan.state === "completed";
  }, 240_000);
  await server.libraryWork.settled();
}

test.skipIf(!canEncode)(
  "copies of a recording are found by their sound, whatever they are called",
  async () => {
    const [music, data] = [await temporaryFolder(), await temporaryFolder()];
    const [one, two] = [tune(1), tune(2)];
    await write(music, "one.flac", one, { format: "flac", tags: { title: "One", artist: "A", album: "B" } });
    await write(music, "x/track 7.mp3", gain(delayed(one, 1.7), -8), {
      format: "mp3",
      encoderArguments: ["-b:a", "64k"],
    });
    await write(music, "renamed.ogg", one.subarray(0, 21 * RATE_HZ), {
      format: "ogg",
      tags: { title: "Eins", artist: "Z" },
    });
    await write(music, "two.opus", two, { format: "opus", tags: { title: "Two", artist: "A" } });
    // The same name and length, and another recording.
    await write(music, "again.flac", tune(3), {
      format: "flac",
      tags: { title: "One (Remastered 2011)", artist: "A" },
    });
    const server = await openOn(data, { musicDir: music }, { source: localFiles });
    await scanFiles(server);
    // The preferred copy first.
    const [found, ...none] = await groupsOf(server.ask);
    expect(found?.[0]).toBe("one.flac");
    expect(new Set(found)).toEqual(new Set(["one.flac", "renamed.ogg", "x/track 7.mp3"]));
    expect(none).toEqual([]);
    const { body } = await server.ask("GET", "/library/duplicates");
    expect(body).toMatchObject({ total: 1, extraTracks: 2 });
    const [group] = body.groups;
    expect(group.copies[0]).toMatchObject({ preferred: true, evidence: "sound", track: { path: "one.flac" } });
    for (const copy of group.copies) expect(copy.similarity).toBeGreaterThan(0.8);

    const playlist = await server.ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 10 });
    const paths: string[] = playlist.body.entries.map((entry: { track: { path: string } }) => entry.track.path);
    expect(paths.toSorted()).toEqual(["again.flac", "one.flac", "two.opus"]);

    const odd = group.copies.find((copy: { track: { path: string } }) => copy.track.path === "renamed.ogg").track.id;
    const said = await server.ask("PUT", "/library/duplicates/not-same", { trackId: odd });
    expect(said.body.others).toHaveLength(2);
    expect(await groupsOf(server.ask)).toEqual([["one.flac", "x/track 7.mp3"]]);
    const wider = await server.ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 10 });
    expect(wider.body.entries).toHaveLength(4);
    const back = { ...said.body, notSame: false };
    expect((await server.ask("PUT", "/library/duplicates/not-same", back)).status).toBe(200);
    expect((await groupsOf(server.ask))[0]).toHaveLength(3);

    await rm(join(music, "one.flac"));
    await scanFiles(server);
    const [left] = await groupsOf(server.ask);
    expect(left?.toSorted()).toEqual(["renamed.ogg", "x/track 7.mp3"]);
    await rename(join(music, "renamed.ogg"), join(music, "x", "moved.ogg"));
    await scanFiles(server);
    expect((await groupsOf(server.ask))[0]?.toSorted()).toEqual(["x/moved.ogg", "x/track 7.mp3"]);
  },
  600_000,
);

test("silence, a second of sound and a broken file are no copies of each other", async () => {
  const [music, data] = [await temporaryFolder(), await temporaryFolder()];
  const wav = (samples: Float32Array) => encodeWav([samples], { sampleRateHz: RATE_HZ });
  await writeFile(join(music, "silence 1.wav"), wav(silence(30, RATE_HZ)));
  await writeFile(join(music, "silence 2.wav"), wav(silence(30, RATE_HZ)));
  await writeFile(join(music, "short 1.wav"), wav(sine(440, 1, -6, RATE_HZ)));
  await writeFile(join(music, "short 2.wav"), wav(sine(440, 1, -6, RATE_HZ)));
  await writeFile(join(music, "broken.wav"), "no sound at all");
  const server = await openOn(data, { musicDir: music }, { source: localFiles });
  await scanFiles(server);
  expect(await groupsOf(server.ask)).toEqual([]);
  const { body } = await server.ask("GET", "/library/map");
  expect(body).toMatchObject({ state: "ready", trackCount: 4, updating: false });
  expect(body.points).toHaveLength(4);
}, 300_000);

test("the map follows the library: empty, drawn, new tracks at once, paged, gone with the files", async () => {
  const [music, data] = [await temporaryFolder(), await temporaryFolder()];
  const server = await openOn(data, { musicDir: music });
  const map = async () => (await server.ask("GET", "/library/map")).body;
  expect(await map()).toMatchObject({ state: "empty", clusters: [], points: [], axes: null });
  expect((await server.ask("GET", "/library/map/tracks?cluster=1")).body.error.code).toBe("map.not-ready");
  for (let i = 0; i < 40; i++) {
    const side = i % 2 === 0 ? 0.7 : -0.7;
    await writeTrack(music, `t${i}.mp3`, { valence: side + (i % 7) / 50, arousal: side - (i % 5) / 50 });
  }
  await scanThrough(server.ask);
  await server.libraryWork.settled();
  const drawn = await map();
  expect(drawn).toMatchObject({ state: "ready", trackCount: 40, updating: false });
  expect(drawn.clusters).toHaveLength(2);
  expect(drawn.points).toHaveLength(40);
  expect((await server.ask("GET", "/library/map?points=7")).body.points).toHaveLength(7);
  expect((await server.ask("GET", "/library/map?points=0")).body.points).toHaveLength(0);
  const { id, count } = drawn.clusters[0];
  const first = (await server.ask("GET", `/library/map/tracks?cluster=${id}&limit=15`)).body;
  const second = (await server.ask("GET", `/library/map/tracks?cluster=${id}&limit=15&offset=15`)).body;
  expect([first.hasMore, second.hasMore]).toEqual([true, false]);
  expect(new Set([...first.tracks, ...second.tracks].map((track) => track.id)).size).toBe(count);
  const box = (await server.ask("GET", "/library/map/tracks?left=-1&right=1&bottom=-1&top=1&limit=100")).body;
  expect(box.tracks).toHaveLength(40);

  await writeTrack(music, "new.mp3", { valence: 0.7, arousal: 0.7 });
  await rm(join(music, "t0.mp3"));
  await scanThrough(server.ask);
  await server.libraryWork.settled();
  const grown = await map();
  expect(grown.trackCount).toBe(40);
  expect(grown.computedAtMs).toBe(drawn.computedAtMs);
  const name = (cluster: { id: number; name: string }): string => `${cluster.id} ${cluster.name}`;
  expect(grown.clusters.map(name).toSorted()).toEqual(drawn.clusters.map(name).toSorted());
});

test("wrong questions are answered with what is wrong about them", async () => {
  const [music, data] = [await temporaryFolder(), await temporaryFolder()];
  await writeTrack(music, "a.mp3");
  const server = await openOn(data, { musicDir: music });
  await scanThrough(server.ask);
  await server.libraryWork.settled();
  const code = async (method: string, path: string, body?: unknown) => {
    const answer = await server.ask(method, path, body);
    return `${answer.status} ${answer.body.error?.code}`;
  };
  expect(await code("GET", "/library/map/tracks")).toBe("400 request.invalid");
  expect(await code("GET", "/library/map/tracks?left=0&right=1")).toBe("400 request.invalid");
  expect(await code("GET", "/library/map/tracks?cluster=1&left=0&right=1&bottom=0&top=1")).toBe("400 request.invalid");
  expect(await code("GET", "/library/map/tracks?cluster=4711")).toBe("404 cluster.not-found");
  expect(await code("GET", "/library/map?points=3001")).toBe("400 request.invalid");
  const put = (body: unknown) => code("PUT", "/library/duplicates/not-same", body);
  const [{ id }] = (await server.ask("GET", "/tracks")).body.tracks;
  expect(await put({ trackId: id })).toBe("409 duplicates.not-in-a-group");
  expect(await put({ trackId: id, others: [id] })).toBe("400 duplicates.same-track");
  expect(await put({ trackId: id, others: [4711] })).toBe("404 track.not-found");
  expect(await put({ trackId: 4711 })).toBe("404 track.not-found");
  expect(await put({ trackId: "one" })).toBe("400 request.invalid");
});
