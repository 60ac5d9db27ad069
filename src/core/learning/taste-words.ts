/** What was learned, in words: how music with more or less of a cue sounds, and the clauses that say why a track moved. */
import type { TasteCue } from "./cues.ts";

/** How music sounds that has more of a cue than usual, and less. */
const SOUNDS: Readonly<Record<TasteCue, { more: string; less: string }>> = {
  valence: { more: "more cheerful music", less: "sadder music" },
  arousal: { more: "livelier music", less: "calmer music" },
  tempo: { more: "faster music", less: "slower music" },
  mode: { more: "music in a major key", less: "music in a minor key" },
  loudness: { more: "louder music", less: "softer music" },
  brightness: { more: "brighter sound", less: "warmer, darker sound" },
  onsets: { more: "busier music", less: "sparser music" },
};

/** Such as "slower music" for less of "tempo". */
export function soundOf(cue: TasteCue, isMore: boolean): string {
  return SOUNDS[cue][isMore ? "more" : "less"];
}

const when = (mood: string | null): string => (mood === null ? "" : ` when ${mood}`);

/** Each takes the word for the mood that it holds in; null says it of no mood in particular. */
export const CLAUSES = {
  trackKept: (mood: string | null) => `because you kept it${when(mood)} before`,
  trackTurnedAway: (mood: string | null) => `you turned it away${when(mood)} before, so it comes later`,
  artistKept: (mood: string | null) => `you tend to keep this artist${when(mood)}`,
  artistTurnedAway: (mood: string | null) => `you often skip this artist${when(mood)}, so it comes later`,
  cueKept: (sound: string, mood: string | null) => `${sound} has gone down well with you${when(mood)}`,
  cueTurnedAway: (sound: string, mood: string | null) =>
    `${sound} has gone down less well with you${when(mood)}, so it comes later`,
  triedOut: () => "new for you: trying it once",
} as const;
