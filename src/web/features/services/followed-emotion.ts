/** The mood that a service's list follows: the music's own slow mood, as one of the seven. */
import type { Emotion } from "../../../core/affect/emotion.ts";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { type ChosenTarget, useMoodStore } from "../../mood-store.ts";

/** The mood that a list can be asked for: a bare point takes the nearest of the seven. */
export function emotionOf(target: ChosenTarget | null): Emotion | null {
  if (target === null) return null;
  return "emotion" in target ? target.emotion : nearestEmotion(target);
}

/** Null while no mood is known. */
export function useFollowedEmotion(): Emotion | null {
  return useMoodStore((state) => emotionOf(state.musicTarget));
}
