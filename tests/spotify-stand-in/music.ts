/** Songs, playlists and accounts of the stand-in: made up, and the same each time. */

export interface Track {
  id: string;
  title: string;
  artist: string;
  /** Words that a search finds it by. */
  words: string;
  genre: string;
  durationMs: number;
  explicit: boolean;
  restriction: "market" | "product" | "explicit" | null;
}

/** What a playlist may hold. */
export type Item =
  | { kind: "track"; track: Track }
  | { kind: "episode" }
  | { kind: "local" }
  | { kind: "null" }
  | { kind: "null-item" };

export interface Playlist {
  id: string;
  name: string;
  ownerId: string;
  collaborative: boolean;
  public: boolean;
  description: string;
  items: Item[];
  /** Whose libraries it is in. */
  followers: Set<string>;
}

export interface Account {
  id: string;
  name: string;
  premium: boolean;
  /** Among the five users that the app may have. */
  listed: boolean;
  saved: Track[];
  top: Track[];
  /** URIs saved by the app. */
  library: Set<string>;
}

const GENRES = ["pop", "metal", "ambient", "jazz", "indie", "funk", "acoustic", "electronic"];
const WORDS = [
  "happy feel good sunshine",
  "sad heartbreak rainy day tears",
  "rage angry fire",
  "calm comfort breathe safe",
  "chill mellow everyday easy",
  "wonder euphoria wow unexpected",
  "attitude bitter",
  "summer night drive",
];

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 22 characters, as Spotify's ids are. */
export function idFor(kind: string, number: number): string {
  let state = Array.from(`${kind}${number}`).reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647,
    7,
  );
  return Array.from({ length: 22 }, () => {
    state = (state * 16_807) % 2_147_483_647;
    return ALPHABET[state % ALPHABET.length];
  }).join("");
}

export function makeTracks(count: number): Track[] {
  return Array.from({ length: count }, (_, number) => ({
    id: idFor("track", number),
    title: `Song ${number + 1}`,
    artist: `Artist ${(number * 7) % 60}`,
    words: WORDS[number % WORDS.length]!,
    genre: GENRES[(number * 3) % GENRES.length]!,
    durationMs: 150_000 + ((number * 7919) % 120_000),
    explicit: number % 11 === 0,
    restriction: number % 29 === 28 ? "market" : null,
  }));
}

export function trackItem(track: Track): Item {
  return { kind: "track", track };
}

/** A few playlists with names that speak of moods, one of somebody else's, and one with everything odd. */
export function makePlaylists(ownerId: string, tracks: readonly Track[]): Playlist[] {
  const make = (number: number, name: string, items: Item[], changes: Partial<Playlist> = {}): Playlist => ({
    id: idFor(`${ownerId} playlist`, number),
    name,
    ownerId,
    collaborative: false,
    public: false,
    description: "",
    items,
    followers: new Set([ownerId]),
    ...changes,
  });
  const some = (from: number, count: number): Item[] => tracks.slice(from, from + count).map(trackItem);
  const odd: Item[] = [
    { kind: "null" },
    { kind: "null-item" },
    { kind: "episode" },
    { kind: "local" },
    ...some(200, 6),
  ];
  return [
    make(1, "Happy Songs", some(0, 60)),
    make(2, "Rainy Sunday", some(60, 40)),
    make(3, "Heavy Metal", some(100, 30)),
    make(4, "Deep Focus", some(130, 20)),
    make(5, "Odds and ends", odd),
    make(6, "Top Hits", some(150, 50), { ownerId: "somebody" }),
    make(7, "Road trip", some(20, 25), { ownerId: "somebody", collaborative: true }),
  ];
}

export function makeAccount(
  id: string,
  name: string,
  tracks: readonly Track[],
  changes: Partial<Account> = {},
): Account {
  return {
    id,
    name,
    premium: true,
    listed: true,
    saved: tracks.slice(0, 30),
    top: tracks.slice(20, 50),
    library: new Set(),
    ...changes,
  };
}
