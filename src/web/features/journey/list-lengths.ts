/** How long a way may be, in songs or in minutes, as the listener picks it. */
import type { ListLength } from "../../playback/music-plan.ts";

export const LENGTHS = [
  { value: "songs-10", label: "10 songs", length: { size: 10 } },
  { value: "songs-25", label: "25 songs", length: { size: 25 } },
  { value: "songs-50", label: "50 songs", length: { size: 50 } },
  { value: "minutes-20", label: "20 minutes", length: { minutes: 20 } },
  { value: "minutes-30", label: "30 minutes", length: { minutes: 30 } },
  { value: "minutes-45", label: "45 minutes", length: { minutes: 45 } },
  { value: "minutes-60", label: "1 hour", length: { minutes: 60 } },
  { value: "minutes-120", label: "2 hours", length: { minutes: 120 } },
] as const satisfies readonly { value: string; label: string; length: ListLength }[];

export type LengthName = (typeof LENGTHS)[number]["value"];

/** What a name stands for. */
export function lengthNamed(name: LengthName): ListLength {
  return LENGTHS.find(({ value }) => value === name)!.length;
}
