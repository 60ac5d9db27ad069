/**
 * What a recording is called once everything is left out that differs between copies of the same one: case, accents, track
 * numbers, guests, "remastered 2011". What makes it another recording (live, remix, acoustic) stays in the name.
 */

export interface TaggedRecording {
  title: string;
  artist: string | null;
}

/** Said of one and the same recording; as whole words. */
const NEUTRAL =
  /\b(remaster(ed)?|re-?issue|bonus track|album version|original (mix|version|recording)|official|lyrics?( video)?|audio|video|explicit|mono|stereo|hd|hq|deluxe( edition)?|anniversary( edition)?|digital(ly)?|\d{4})\b/gu;
/** What may stand beside a neutral word and says nothing by itself. */
const FILLERS = /\b(version|edition|the|a|in|from|of|and)\b/gu;
const GUESTS = /^(feat|ft|featuring|with)\b/u;
/** Words that make another recording of the song, whatever stands beside them. */
const OTHER_RECORDING =
  /\b(live|remix(ed)?|mix|acoustic|demo|instrumental|karaoke|cover|edit|extended|unplugged|reprise|take|alternat(e|ive)|sessions?|orchestral|piano|a cappella|acapella|dub|sped up|slowed|rehearsal|re-?recorded|tribute|concert|concerto|nightcore|8d)\b/u;
const UNKNOWN_ARTISTS = new Set(["", "unknown", "unknown artist", "various", "various artists", "va", "artist"]);
/** What separates several artists in one field. */
const ARTIST_SEPARATORS = /\s*(?:;|,|\/|&|\+|、|・|×|\b(?:feat|ft|featuring|with|vs|and|x)\b\.?)\s*/u;

/** Longer names than this are damage, and are cut before anything is looked for in them. */
const MOST_CHARACTERS = 400;

/**
 * A key that is equal for copies of one recording; null where artist or title is not known.
 * Two recordings may still share it (a song recorded twice): the length and the sound tell them apart.
 */
export function recordingKey({ title, artist }: TaggedRecording): string | null {
  let name = fold(title);
  let by = artist === null ? "" : fold(artist);
  if (UNKNOWN_ARTISTS.has(by)) {
    // A file without tags is called after its name, often "Artist - Title".
    const parts = /^(?:\d{1,3}\s*[-.)_]\s*)?(.+?)\s+-\s+(.+)$/u.exec(name);
    if (!parts) return null;
    [by, name] = [parts[1]!, parts[2]!];
  }
  const { song, versions } = readTitle(withoutNumber(name, by));
  const first = plain(firstArtist(by)).replace(/^the (?=.)/u, "");
  if (first === "" || song === "" || UNKNOWN_ARTISTS.has(first)) return null;
  // Cut for the database's index, and not through a character.
  return [first.slice(0, 80), [song, ...versions.toSorted()].join("\n").slice(0, 160)]
    .map((part) => part.replace(/[\ud800-\udbff]$/u, ""))
    .join("\n");
}

/**
 * A key that is equal for titles of one recording of a song, whoever plays it: the song's own name, then what says which
 * recording of it this is.
 */
export function titleKey(title: string): string {
  const folded = fold(title);
  const { song, versions } = readTitle(folded);
  // A title such as "?" or "+" is all there is.
  return song === "" ? folded : [song, ...versions.toSorted()].join("\n");
}

/** The first of the artists that one field names, as it is written there; lower case is expected. */
export function firstArtist(artist: string): string {
  return artist.split(ARTIST_SEPARATORS).find((part) => part !== "") ?? artist;
}

/** Drops a track number and the artist's name from before the title. */
function withoutNumber(title: string, artist: string): string {
  const bare = title.replace(/^\d{1,3}\s*[-.)_]\s+/u, "");
  const rest = bare.startsWith(`${artist} - `) ? bare.slice(artist.length + 3) : bare;
  return rest === "" ? title : rest;
}

/** The song's own name, and what says which recording of it this is. */
function readTitle(title: string): { song: string; versions: string[] } {
  const versions: string[] = [];
  const judge = (text: string): string => {
    const said = text.trim();
    if (GUESTS.test(said)) return " ";
    if (OTHER_RECORDING.test(said.replace(NEUTRAL, (word) => (word.startsWith("original") ? " " : word)))) {
      versions.push(plain(said));
      return " ";
    }
    const left = plain(said.replace(NEUTRAL, " ").replace(FILLERS, " "));
    return left === "" ? " " : ` ${said} `;
  };
  let song = title
    .replace(/[([{]([^()[\]{}]*)[)\]}]/gu, (_, inner: string) => judge(inner))
    .replace(/\s(?:feat|ft|featuring)\b.*$/u, " ");
  // "Song - Remastered 2011": the last part after a dash is read as if it stood in brackets.
  const dash = /^(.+?)\s+-\s+([^-]+)$/u.exec(song.trim());
  if (dash) song = `${dash[1]!} ${judge(dash[2]!)}`;
  const own = plain(song);
  return own === "" ? { song: plain(title), versions: [] } : { song: own, versions };
}

function fold(text: string): string {
  return (
    text
      .slice(0, MOST_CHARACTERS)
      .normalize("NFKD")
      // European accents alone: the marks of other scripts are vowels.
      .replace(/[\u0300-\u036f]/gu, "")
      .toLowerCase()
      .normalize("NFC")
      .replace(/[‐-―−]/gu, "-")
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim()
  );
}

/** Letters and digits of any script, single spaces between. */
function plain(text: string): string {
  return text
    .replace(/&/gu, " and ")
    .replace(/['’`´]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}
