/** "Why this song", in one line of facts: what was measured, how near it is, what the listener said of it. */
import type { AffectPoint } from "../affect/emotion.ts";
import { describeMood } from "../affect/mood-words.ts";

export interface PickFacts extends AffectPoint {
  tempoBpm: number | null;
  mode: "major" | "minor" | null;
  liked: boolean;
  /** To the wanted mood on the plane. */
  distance: number;
  /** Why it is in the list: near, or only for another artist's sake, or heard lately and nothing else left. */
  role: "near" | "variety" | "heard-lately";
  /** Why learning moved it (see `learned-ranking`); default null. */
  taught?: string | null;
}

/** Distances up to which a track is called very close, close, or not far; neighbouring moods lie about .5 apart. */
const VERY_CLOSE = 0.15;
const CLOSE = 0.35;
const NOT_FAR = 0.6;

/**
 * One line such as "Bright major key at 126 bpm, close to happy".
 * @param wanted the word for the wanted mood
 */
export function explainPick(facts: PickFacts, wanted: string): string {
  const line = explainFit(facts, wanted);
  return facts.taught ? `${line}; ${facts.taught}` : line;
}

function explainFit(facts: PickFacts, wanted: string): string {
  const sound = describeSound(facts);
  if (facts.role === "near" && facts.liked) {
    const alike =
      facts.distance <= CLOSE && describeMood({ valence: facts.valence, arousal: facts.arousal }) === wanted;
    const fit = alike ? `it is ${wanted} like your mood` : `it is ${nearness(facts.distance, wanted)}`;
    return `You liked it, and ${fit}: ${sound}`;
  }
  const line = `${capitalise(sound)}, ${facts.liked ? "liked by you, " : ""}${nearness(facts.distance, wanted)}`;
  if (facts.role === "variety") return `${line}; here so that the artist changes`;
  if (facts.role === "heard-lately") return `${line}; heard not long ago, as little else is left`;
  return facts.distance > NOT_FAR ? `${line}, yet among the nearest your library has` : line;
}

function nearness(distance: number, wanted: string): string {
  if (distance <= VERY_CLOSE) return `very close to ${wanted}`;
  if (distance <= CLOSE) return `close to ${wanted}`;
  return distance <= NOT_FAR ? `not far from ${wanted}` : `some way from ${wanted}`;
}

function describeSound({ mode, tempoBpm, ...point }: PickFacts): string {
  const tempo = tempoBpm === null ? null : `${Math.round(tempoBpm)} bpm`;
  const colour = soundColour(point, mode);
  if (mode !== null) return [colour, mode, "key", tempo && `at ${tempo}`].filter(Boolean).join(" ");
  return [colour ?? "even", "sound", tempo && `at ${tempo}`].filter(Boolean).join(" ");
}

/** An adjective for the sound; never one that would contradict the mode beside it. */
function soundColour({ valence, arousal }: AffectPoint, mode: PickFacts["mode"]): string | null {
  if (valence > 0.25 && mode !== "minor") return arousal > 0.1 ? "bright" : "warm";
  if (valence < -0.25 && mode !== "major") return arousal > 0.1 ? "dark, driving" : "sombre";
  if (arousal > 0.3) return "energetic";
  return arousal < -0.3 ? "quiet" : null;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
