/**
 * What may be asked about at ReccoBeats and Last.fm: tracks of the listener's Subsonic server and songs of Apple Music.
 * Never tracks of Spotify, whose terms forbid deriving measures of its content; a subject of any other source cannot be
 * made here, and what is sent has to be one.
 */
import { MoodSyncError } from "../../core/errors.ts";

const ALLOWED = ["subsonic", "apple-music"] as const;
export type FeatureSource = (typeof ALLOWED)[number];

declare const checked: unique symbol;

export interface FeatureSubject {
  /** Only `featureSubject` makes one. */
  readonly [checked]: true;
  readonly source: FeatureSource;
  /** Twelve characters, upper case; null where it is not known. */
  readonly isrc: string | null;
  readonly title: string;
  readonly artist: string | null;
}

/** @throws MoodSyncError `outside-features.forbidden` for any source but those allowed */
export function featureSubject(given: {
  source: string;
  isrc: string | null;
  title: string;
  artist: string | null;
}): FeatureSubject {
  const source = ALLOWED.find((name) => name === given.source);
  if (source === undefined) {
    throw new MoodSyncError(
      "outside-features.forbidden",
      "Tracks of this source are never looked up at ReccoBeats or Last.fm.",
      { kind: "forbidden", details: { source: given.source } },
    );
  }
  const { isrc, title, artist } = given;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mark exists for the compiler alone
  return { source, isrc: normalIsrc(isrc), title, artist } as unknown as FeatureSubject;
}

/** ISO 3901: country, registrant, year, designation; written with or without hyphens. */
function normalIsrc(isrc: string | null): string | null {
  const plain = isrc?.replaceAll("-", "").trim().toUpperCase() ?? "";
  return /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(plain) ? plain : null;
}
