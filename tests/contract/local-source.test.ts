/** The listener's own files keep the contract of music sources. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalSource } from "../../src/sources/local/local-source.ts";
import { piece } from "../synth/music.ts";
import { encodeWav } from "../synth/wav-file.ts";
import { describeMusicSource } from "./music-source-suite.ts";

describeMusicSource("a folder of files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-local-source-"));
  const samples = piece({ tempoBpm: 120, seconds: 1, tonic: 0, mode: "major", sampleRateHz: 22_050 });
  await mkdir(join(folder, "album"));
  await writeFile(join(folder, "album", "song.wav"), encodeWav([samples], { sampleRateHz: 22_050 }));
  return {
    source: createLocalSource(async () => folder),
    close: () => rm(folder, { recursive: true, force: true }),
    known: {
      location: "album/song.wav",
      tags: { title: "song", durationMs: 1000, mimeType: "audio/wav" },
      sound: await readFile(join(folder, "album", "song.wav")),
      withoutCover: "album/song.wav",
      missing: "album/nothing.wav",
    },
  };
});
