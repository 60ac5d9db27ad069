/** Synthesised songs for a music server: real files with tags, so that it has something to read. */
import { join } from "node:path";
import { writeAudioFile } from "../synth/audio-file.ts";
import { piece } from "../synth/music.ts";

const RATE_HZ = 22_050;

export interface SmallSong {
  artist: string;
  album: string;
  title: string;
  genre: string;
  cover: boolean;
}

export const SMALL_LIBRARY: readonly SmallSong[] = [
  { artist: "Anna Lind", album: "First Light", title: "Söng of Morning", genre: "Jazz", cover: true },
  { artist: "Anna Lind", album: "First Light", title: "Rain & Stone", genre: "Jazz", cover: false },
  { artist: "Bo Holm", album: "Night Drive", title: "Engine", genre: "Electronic", cover: false },
];

/** Writes the songs, six seconds each, as mp3 under a folder. Needs ffmpeg. */
export async function writeSmallLibrary(folder: string): Promise<void> {
  for (const [index, { artist, album, title, genre, cover }] of SMALL_LIBRARY.entries()) {
    const mode = index % 2 === 0 ? "major" : "minor";
    const samples = piece({ tempoBpm: 100 + index * 20, seconds: 6, tonic: index, mode, sampleRateHz: RATE_HZ });
    const tags = { artist, album, title };
    const encoderArguments = ["-metadata", `genre=${genre}`];
    const path = join(folder, artist, album, `${index + 1}.mp3`);
    await writeAudioFile(path, samples, { format: "mp3", sampleRateHz: RATE_HZ, tags, cover, encoderArguments });
  }
}
