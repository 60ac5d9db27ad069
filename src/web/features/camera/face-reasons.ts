/** Why a face could not be read, in the words shown on its box and its card. */
import type { UnusableReason } from "../../../inference/face-quality.ts";

const SENTENCES: Record<UnusableReason, { short: string; long: string }> = {
  uncertain: { short: "not sure it is a face", long: "It may not be a face at all." },
  "too-small": { short: "too small", long: "It is too small: come closer." },
  "too-dark": { short: "too dark", long: "It is too dark: turn on a light in front of you." },
  "too-flat": { short: "too blurred", long: "It is too blurred or veiled to show an expression." },
  "turned-away": { short: "turned away", long: "It is turned away: face the camera." },
  unreadable: { short: "hidden", long: "It is covered, or not a face: show all of it." },
  "cut-off": { short: "cut off", long: "It is cut off by the edge of the picture." },
};

/** A few words for the box. */
export function shortReason(reason: UnusableReason | undefined): string {
  return reason === undefined ? "reading …" : SENTENCES[reason].short;
}

/** A sentence for the card. */
export function longReason(reason: UnusableReason | undefined): string {
  return reason === undefined ? "It is about to be read." : SENTENCES[reason].long;
}
