/** Synthesised music of four kinds that lie apart on the valence-arousal plane, as a folder of files. */
import { join } from "node:path";
import { canEncode, writeAudioFile } from "../../synth/audio-file.ts";
import { piece } from "../../synth/music.ts";

/** What makes each kind: mode, tempo, level, brightness and density, the cues that the analyser listens for. */
const RECIPES = {
  Sunny: { mode: "major", tempoBpm: 132, peakDb: -3, brightness: 0.9, notesPerBeat: 4 },
  Stormy: { mode: "minor", tempoBpm: 144, peakDb: -1, brightness: 0.8, notesPerBeat: 4 },
  Gloomy: { mode: "minor", tempoBpm: 84, peakDb: -12, brightness: 0.2, drums: false },
  Peaceful: { mode: "major", tempoBpm: 76, peakDb: -12, brightness: 0.3, drums: false },
} as const;

export type MusicKind = keyof typeof RECIPES;

export const MUSIC_KINDS: readonly MusicKind[] = ["Sunny", "Stormy", "Gloomy", "Peaceful"];

/** So many semitones from one piece of a kind to the next: no two of twelve are in the same key. */
const NEXT_TONIC = 5;

/** Low enough to be quick, high enough for the brightness that the analyser hears. */
const RATE_HZ = 22_050;

export interface MusicFolderOptions {
  perKind: number;
  /** Of each piece; default 20. */
  seconds?: number;
}

/**
 * Fills a folder with `perKind` files of each kind, "Sunny 1" and so on, each in a key of its own: what sounds the same would
 * be one recording to the app, which never plays it twice in a list.
 * The first of a kind is an mp3 with tags and a cover where ffmpeg is installed; the others are WAV, named by their files.
 * @returns how many files there are
 */
export async function fillWithMusic(folder: string, { perKind, seconds = 20 }: MusicFolderOptions): Promise<number> {
  for (const kind of MUSIC_KINDS) {
    for (let number = 1; number <= perKind; number++) {
      const tonic = (number * NEXT_TONIC) % 12;
      // From the second dozen on the tempo tells them apart.
      const tempoBpm = RECIPES[kind].tempoBpm + Math.floor((number - 1) / 12) * 3;
      const samples = piece({ ...RECIPES[kind], tempoBpm, tonic, seconds, sampleRateHz: RATE_HZ });
      const tagged = number === 1 && canEncode;
      const format = tagged ? "mp3" : "wav";
      const tags = { title: `${kind} 1`, artist: `The ${kind} Band`, album: "Weather" };
      const options = { format, sampleRateHz: RATE_HZ, ...(tagged ? { tags, cover: true } : {}) } as const;
      await writeAudioFile(join(folder, `${kind} ${number}.${format}`), samples, options);
    }
  }
  return MUSIC_KINDS.length * perKind;
}

/** The kind that a title was made as. */
export function kindOf(title: string): MusicKind {
  const kind = MUSIC_KINDS.find((name) => title.startsWith(name));
  if (kind === undefined) throw new Error(`not a title of ours: ${title}`);
  return kind;
}
