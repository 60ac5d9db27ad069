/** What a file of another program holds, and what came of it, in words. */
import type { ImportOutcome, MissingSong } from "../../../contracts/exchange.ts";

const FORMATS: Readonly<Record<ImportOutcome["format"], string>> = {
  m3u: "M3U",
  xspf: "XSPF",
  csv: "CSV",
  listenbrainz: "ListenBrainz",
  lastfm: "Last.fm",
};

const THINGS: Readonly<Record<ImportOutcome["kind"], readonly [string, string]>> = {
  playlist: ["song", "songs"],
  history: ["listen", "listens"],
  likes: ["liked song", "liked songs"],
};

function counted(count: number, kind: ImportOutcome["kind"]): string {
  const [one, many] = THINGS[kind];
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** `A playlist (M3U) of 12 songs: “Morning”`. */
export function contentText({ kind, format, name, entries }: ImportOutcome): string {
  const what = { playlist: "A playlist", history: "A listening history", likes: "Likes" }[kind];
  const lead = `${what} (${FORMATS[format]}) of ${counted(entries, kind)}`;
  return name === null ? `${lead}.` : `${lead}: “${name}”.`;
}

/** What is there, what is new, what was left out, in lines; those that are nought are left out. */
export function outcomeLines(outcome: ImportOutcome): string[] {
  const { kind, matched, added, alreadyKnown, unusable, missing, dryRun } = outcome;
  const lines = [
    `${counted(matched, kind)} found in your library.`,
    kind === "playlist" ? null : `${added.toLocaleString("en")} ${dryRun ? "would be" : "were"} new.`,
    alreadyKnown > 0 ? `${alreadyKnown.toLocaleString("en")} you have already.` : null,
    missing.entries > 0 ? `${counted(missing.entries, kind)} not in your library.` : null,
    unusable > 0 ? `${unusable.toLocaleString("en")} without a song's name or a believable time.` : null,
  ];
  return lines.filter((line) => line !== null);
}

/** `Artist – Title`, or the place in the file where it has no name. */
export function missingText({ artist, title, location, times }: MissingSong): string {
  const name = title === null ? (location ?? "a song without a name") : [artist, title].filter(Boolean).join(" – ");
  return times > 1 ? `${name} (${times} times)` : name;
}
