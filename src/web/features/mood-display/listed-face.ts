/** What a card says of a face; live frames and photos are turned into it by features/camera/listed-faces.ts. */
import type { Emotion, EmotionProbabilities } from "../../../core/affect/emotion.ts";

/** One face as it is listed. */
export interface ListedFace {
  /** Shown in the box and on the card. */
  number: number;
  /** Null is "unsure". */
  emotion: Emotion | null;
  /** Null where the face could not be read. */
  probabilities: EmotionProbabilities | null;
  /** Why it could not be read, in words. */
  reason: string | null;
}
