/** From a mood to a list: what the catalogue is searched for, and how what it gives is ordered. Pure. */
import type { AppleMusicList, AppleMusicSong } from "../../contracts/apple-music.ts";
import { affectDistance, type AffectPoint, type Emotion } from "../../core/affect/emotion.ts";
import type { TrackEstimate } from "../outside-features/track-estimate.ts";

type Entry = AppleMusicList["entries"][number];

/** What people call such music; for unpleasant moods both what meets them and what answers them. */
export const MOOD_TERMS: Readonly<Record<Emotion, readonly string[]>> = {
  happy: ["feel good", "happy", "sunny pop"],
  sad: ["sad songs", "melancholy", "heartbreak"],
  angry: ["rage", "heavy metal", "punk rock"],
  fear: ["calming", "comfort", "ambient calm"],
  disgust: ["grunge", "attitude", "industrial"],
  surprise: ["euphoria", "dance", "uplifting"],
  neutral: ["chill", "easy listening", "mellow"],
};

/** No more of one artist. */
const MOST_OF_ONE_ARTIST = 2;

export interface FoundSongs {
  term: string;
  songs: readonly AppleMusicSong[];
}

/**
 * Takes the songs of each search in turn, each recording once; where the mood of some is known, those come first, the
 * nearest before all.
 * @param moodOf what is known of a song's mood; null where nothing is
 */
export function buildAppleMusicList(
  found: readonly FoundSongs[],
  target: AffectPoint,
  size: number,
  moodOf: (song: AppleMusicSong) => TrackEstimate | null,
): Entry[] {
  const entries = inTurn(found).map(({ song, term }): Entry => {
    const mood = moodOf(song);
    if (mood === null) return { song, distance: null, reason: `Apple Music has it under “${term}”.` };
    const source = mood.origin === "lastfm" ? "Last.fm" : "ReccoBeats";
    return { song, distance: affectDistance(mood, target), reason: `Near the mood, by what ${source} says of it.` };
  });
  const known = entries.filter(({ distance }) => distance !== null);
  const unknown = entries.filter(({ distance }) => distance === null);
  known.sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0));
  return withFewOfOneArtist([...known, ...unknown]).slice(0, size);
}

function inTurn(found: readonly FoundSongs[]): { song: AppleMusicSong; term: string }[] {
  const seen = new Set<string>();
  const taken: { song: AppleMusicSong; term: string }[] = [];
  const longest = Math.max(0, ...found.map(({ songs }) => songs.length));
  for (let place = 0; place < longest; place += 1) {
    for (const { songs, term } of found) {
      const song = songs[place];
      if (!song || song.playback === "none") continue;
      // The same recording is on many albums.
      const key = song.isrc ?? `${song.artist}\n${song.title}`.toLowerCase();
      if (seen.has(key) || seen.has(song.id)) continue;
      seen.add(key).add(song.id);
      taken.push({ song, term });
    }
  }
  return taken;
}

function withFewOfOneArtist(entries: readonly Entry[]): Entry[] {
  const counts = new Map<string, number>();
  const [kept, late]: [Entry[], Entry[]] = [[], []];
  for (const entry of entries) {
    const artist = entry.song.artist ?? entry.song.id;
    const count = (counts.get(artist) ?? 0) + 1;
    counts.set(artist, count);
    (count <= MOST_OF_ONE_ARTIST ? kept : late).push(entry);
  }
  return [...kept, ...late];
}
