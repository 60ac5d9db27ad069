/** What the thread that fits a library's character is given, and what it answers. */
import type { CharacterModel, CharacterTrack } from "../../../core/library/character.ts";

export interface FitTask {
  tracks: CharacterTrack[];
  previous: CharacterModel | null;
  seed: number;
}

export type FitAnswer = { type: "fitted"; model: CharacterModel } | { type: "failed"; message: string };
