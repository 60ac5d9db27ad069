/** A sync of the music server in words: its head, n of N, and what came of it. */
import type { SubsonicSync } from "../../../contracts/subsonic.ts";

const HEADS: Readonly<Record<SubsonicSync["state"], string>> = {
  listing: "Asking the server for its songs …",
  analysing: "Listening to the songs …",
  completed: "The library is in step with the server.",
  cancelled: "The sync was stopped. The next one goes on from there.",
  interrupted: "The sync was cut off. The next one goes on from there.",
  failed: "The sync did not end well.",
};

export function syncHead({ state }: SubsonicSync): string {
  return HEADS[state];
}

/** 0..1 of the songs to listen to; null while their number is unknown. */
export function syncShare({ state, analysed, failed, toAnalyse }: SubsonicSync): number | null {
  if (state === "listing" || toAnalyse === 0) return null;
  return Math.min(1, (analysed + failed) / toAnalyse);
}

function counted(count: number, rest: string): string | null {
  return count === 0 ? null : `${count.toLocaleString("en")} ${rest}`;
}

/** `1,204 listed · 12 new · 3 gone`. */
export function syncFigures(sync: SubsonicSync): string {
  return [
    `${sync.listed.toLocaleString("en")} listed`,
    counted(sync.added, "new"),
    counted(sync.changed, "changed"),
    counted(sync.removed, "gone"),
    counted(sync.failed, "could not be measured"),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** `12 of 340`, of the songs to listen to; empty while there are none. */
export function syncCount({ analysed, failed, toAnalyse }: SubsonicSync): string {
  return toAnalyse === 0 ? "" : `${(analysed + failed).toLocaleString("en")} of ${toAnalyse.toLocaleString("en")}`;
}
