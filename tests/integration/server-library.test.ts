/** The whole way with real sound: a folder of synthesised music, scanned, measured, streamed, made into a playlist. */
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Track } from "../../src/contracts/tracks.ts";
import { localFiles } from "../../src/server/services/local-files.ts";
import { piece } from "../synth/music.ts";
import { canEncode, writeAudioFile } from "../synth/audio-file.ts";
import { openOn, scanThrough, temporaryFolder } from "./server-fixtures.ts";

test("real files are measured, bad ones told apart, and the playlist for a mood begins with what fits", async () => {
  const music = await temporaryFolder();
  const seconds = 12;
  const lively = piece({ tempoBpm: 150, seconds, tonic: 0, mode: "major" });
  const slow = piece({ tempoBpm: 62, seconds, tonic: 9, mode: "minor" });
  await writeAudioFile(join(music, "lively.wav"), lively, { format: "wav" });
  await writeAudioFile(join(music, "slow.wav"), slow, { format: "wav" });
  await writeAudioFile(join(music, "cut short.wav"), lively, { format: "wav" });
  await truncate(join(music, "cut short.wav"), 300_000);
  await writeFile(join(music, "empty.flac"), "");
  await writeFile(join(music, "a letter.mp3"), "Dear reader, this is no music at all.");
  const { ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source: localFiles });
  expect(await scanThrough(ask)).toMatchObject({ state: "completed", total: 5, analysed: 2, failed: 3 });

  const tracks: Track[] = (await ask("GET", "/tracks")).body.tracks;
  const byPath = Object.fromEntries(tracks.map((track) => [track.path, track]));
  expect(byPath["lively.wav"]?.features).toMatchObject({ mode: "major", tonic: 0 });
  expect(byPath["slow.wav"]?.features).toMatchObject({ mode: "minor", tonic: 9 });
  expect(byPath["lively.wav"]?.mimeType).toMatch(/^audio\/(x-)?wav$/);
  expect(byPath["cut short.wav"]?.problem?.code).toBe("audio.truncated");
  expect(byPath["empty.flac"]?.problem?.code).toBe("audio.empty");
  expect(byPath["a letter.mp3"]?.problem?.code).toBe("audio.not-audio");

  const firstFor = async (emotion: string) =>
    (await ask("POST", "/playlists", { mood: { emotion }, size: 1 })).body.entries[0].track.path;
  expect(await firstFor("happy")).toBe("lively.wav");
  expect(await firstFor("sad")).toBe("slow.wav");
});

test.skipIf(!canEncode)("tags and cover of a real file come through the API", async () => {
  const music = await temporaryFolder();
  const tags = { title: "Lied", artist: "Sängerin", album: "Platte" };
  const samples = piece({ tempoBpm: 100, seconds: 6, tonic: 4, mode: "major" });
  await writeAudioFile(join(music, "x.mp3"), samples, { format: "mp3", tags, cover: true });
  const { app, ask } = await openOn(await temporaryFolder(), { musicDir: music }, { source: localFiles });
  await scanThrough(ask);
  const [track] = (await ask("GET", "/tracks?query=sangerin")).body.tracks;
  expect(track).toMatchObject({ ...tags, hasCover: true, mimeType: "audio/mpeg" });
  const cover = await app.request(`http://localhost/api/tracks/${track.id}/cover`);
  expect(cover.headers.get("content-type")).toBe("image/png");
  const sound = await app.request(`http://localhost/api/tracks/${track.id}/audio`, { headers: { range: "bytes=0-2" } });
  expect(await sound.text()).toBe("ID3");
});
