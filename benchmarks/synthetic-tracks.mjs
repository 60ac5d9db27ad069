/**
 * Made-up tracks for measuring at scale: titles in several scripts, artists that differ in how much they made as real ones
 * do (Zipf), albums, genres, and features spread over the plane. The same number and seed give the same tracks.
 */

/** Each script's share of the artists, its syllables or characters, and what stands between words. */
const SCRIPTS = [
  {
    share: 0.58,
    parts: syllables(
      "b c d f g h j k l m n p r s t v w br cl dr fl gr pl st th tr",
      "a e i o u ai ea ou",
      " n r s t l",
    ),
    space: " ",
  },
  {
    share: 0.1,
    parts: syllables("b c ch d f g h j l m n ñ p qu r s t v", "á é í ó ú a e i o u ã ç", " n r s"),
    space: " ",
  },
  { share: 0.06, parts: syllables("б в г д ж з к л м н п р с т ф х ч ш", "а е и о у ы я ю", " н р й т"), space: " " },
  { share: 0.03, parts: syllables("β γ δ κ λ μ ν π ρ σ τ φ χ", "α ε η ι ο υ ω", " ν ς ρ"), space: " " },
  { share: 0.09, parts: Array.from("愛夢空海花月雪風光星雨夜朝春夏秋冬心音楽歌声世界時間東京都"), space: "" },
  {
    share: 0.05,
    parts: Array.from("あいうえおかきくけこさしすせそたちつてとなにのはひふへほまみむめもやゆよらりるれろわん"),
    space: "",
  },
  { share: 0.05, parts: Array.from("가나다라마바사아자차카타파하고노도로모보소오조코토사랑하늘바람"), space: " " },
  { share: 0.04, parts: syllables("ب ت ج د ر س ش ع ف ق ك ل م ن ه و ي", "ا و ي", " ن ر ل م"), space: " " },
];
const COMMON_WORDS =
  "love the of my you night blue heart song one dance in time rain away home fire light dream road".split(" ");
const GENRES =
  "Rock;Pop;Electronic;Hip-Hop;Jazz;Classical;Folk;Metal;Blues;Country;Ambient;Soul;Reggae;Punk;House;Techno;Latin;R&B;J-Pop;K-Pop;Chanson;Soundtrack;Drum & Bass;Indie Rock;World".split(
    ";",
  );
const TRACKS_PER_ARTIST = 12;
const ZIPF_EXPONENT = 0.9;

/**
 * Track number `0 .. count-1`, one after the other.
 * @param {{ count: number, seed?: number }} plan
 */
export function* syntheticTracks({ count, seed = 1 }) {
  const random = createRandom(seed);
  const artists = makeArtists(Math.max(1, Math.ceil(count / TRACKS_PER_ARTIST)), random);
  const pick = zipfPicker(artists.length, random);
  for (let number = 0; number < count; number += 1) {
    const artist = artists[pick()];
    const album = artist.albums[Math.floor(random() * artist.albums.length)];
    yield {
      path: `${artist.name}/${album}/${String(number).padStart(7, "0")}.mp3`,
      sizeBytes: 3_000_000 + Math.floor(random() * 9_000_000),
      modifiedAtMs: 1_500_000_000_000 + number * 1000,
      title: title(artist.script, random),
      artist: random() < 0.02 ? null : artist.name,
      album,
      genre: random() < 0.15 ? null : artist.genre,
      durationMs: 90_000 + Math.floor(random() * 300_000),
      hasCover: random() < 0.7,
      mimeType: "audio/mpeg",
      features: features(artist.centre, random),
    };
  }
}

function makeArtists(count, random) {
  return Array.from({ length: count }, () => {
    const script = scriptFor(random());
    const genre = GENRES[Math.floor(random() ** 1.7 * GENRES.length)];
    return {
      script,
      genre,
      name: capitalised(words(script, 1 + Math.floor(random() * 2), random)),
      albums: Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        capitalised(words(script, 1 + Math.floor(random() * 3), random)),
      ),
      centre: { valence: spread(random), arousal: spread(random) },
    };
  });
}

/** A third of the words of Latin titles are among the twenty that titles share, so that some queries find very much. */
function title(script, random) {
  const count = 1 + Math.floor(random() * 4);
  if (script.space === "") return words(script, count, random);
  const isLatin = script === SCRIPTS[0];
  const parts = Array.from({ length: count }, () =>
    isLatin && random() < 0.35
      ? COMMON_WORDS[Math.floor(random() ** 1.5 * COMMON_WORDS.length)]
      : words(script, 1, random),
  );
  return capitalised(parts.join(" "));
}

function words(script, count, random) {
  return Array.from({ length: count }, () => {
    const length = script.space === "" ? 2 + Math.floor(random() * 3) : 1 + Math.floor(random() * 3);
    return Array.from({ length }, () => script.parts[Math.floor(random() * script.parts.length)]).join("");
  }).join(script.space);
}

/** Near its artist's place on the plane: one artist's music is alike. */
function features(centre, random) {
  const valence = clamp(0.6 * centre.valence + 0.55 * spread(random));
  const arousal = clamp(0.6 * centre.arousal + 0.55 * spread(random));
  return {
    tempoBpm: random() < 0.03 ? null : 100 + 45 * arousal + 40 * (random() - 0.5),
    tonic: Math.floor(random() * 12),
    mode: random() < 0.5 + 0.3 * valence ? "major" : "minor",
    loudnessLufs: -16 + 7 * arousal + 3 * (random() - 0.5),
    dynamicRangeDb: 9 - 4 * arousal,
    brightnessHz: 2000 + 1200 * arousal,
    onsetsPerSecond: 3 + 2 * arousal,
    valence,
    arousal,
  };
}

function syllables(onsets, nuclei, codas) {
  const parts = [];
  for (const onset of onsets.split(" ")) {
    for (const nucleus of nuclei.split(" ")) for (const coda of codas.split(" ")) parts.push(onset + nucleus + coda);
  }
  return parts;
}

function scriptFor(share) {
  let left = share;
  for (const script of SCRIPTS) {
    left -= script.share;
    if (left < 0) return script;
  }
  return SCRIPTS[0];
}

/** Numbers 0 .. count-1, number k with a weight of (k + 1) ^ -exponent. */
function zipfPicker(count, random) {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let k = 0; k < count; k += 1) cumulative[k] = sum += (k + 1) ** -ZIPF_EXPONENT;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** More near the middle, as analysed music is. */
function spread(random) {
  return clamp((random() + random() + random() - 1.5) / 1.1);
}

function clamp(value) {
  return Math.max(-1, Math.min(1, value));
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** mulberry32 (Tommy Ettinger, public domain): numbers 0 <= x < 1. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
