/**
 * Words by which a mood is found at Spotify: what to search for, and which words in a playlist's name speak for a mood.
 * Spotify's own measures of a song's mood are gone and would not be used: its terms forbid deriving any.
 */
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";

/** Queries of each mood, in turn; `genre:` narrows to one of Spotify's genres. */
export const MOOD_SEARCHES: Readonly<Record<Emotion, readonly string[]>> = {
  happy: ["happy", "feel good", "genre:pop sunshine", "good mood", "genre:funk"],
  sad: ["sad", "heartbreak", "genre:acoustic melancholy", "rainy day", "genre:singer-songwriter tears"],
  angry: ["rage", "genre:metal", "genre:punk", "angry", "genre:hard-rock"],
  fear: ["comfort", "genre:ambient safe", "breathe", "calm down", "genre:classical peace"],
  disgust: ["attitude", "genre:grunge", "genre:industrial", "bitter", "genre:punk-rock"],
  surprise: ["wonder", "genre:electronic euphoria", "unexpected", "genre:dance", "wow"],
  neutral: ["chill", "genre:indie easy", "everyday", "genre:jazz", "mellow"],
};

/**
 * Words in playlists' names, in the languages that names are most often in. Matched as whole words, so that "mad" is not
 * found in "made"; emoji as they are.
 */
const NAME_WORDS: Readonly<Record<Emotion, readonly string[]>> = {
  happy: [
    ..."happy happiness joy joyful sunshine sunny summer party cheerful feelgood uplifting glücklich fröhlich sommer".split(
      " ",
    ),
    ..."feliz alegre alegría verano fiesta heureux joie été fête felice allegria estate bonheur 😀 😄 😊 🥳 ☀ 🌞".split(
      " ",
    ),
    "feel good",
    "feel-good",
    "good vibes",
    "good mood",
    "gute laune",
  ],
  sad: [
    ..."sad sadness tears cry crying heartbreak breakup blue blues melancholy melancholic lonely rain rainy traurig".split(
      " ",
    ),
    ..."melancholie regen triste tristeza lágrimas lluvia larmes pluie tristezza pioggia 😢 😭 💔 🌧".split(" "),
    "broken heart",
  ],
  angry: [
    ..."angry anger rage mad furious fury metal hardcore wut wütend rabia furia enfadado colère rabbia 😠 😡 🤬 🔥".split(
      " ",
    ),
    "let it out",
  ],
  fear: [
    ..."fear anxious anxiety calm calming comfort soothing relax relaxing sleep meditation peaceful angst ruhe".split(
      " ",
    ),
    ..."beruhigend entspannung schlaf miedo calma dormir calme peur sommeil paura rilassante 😨 😰 🧘".split(" "),
    "calm down",
  ],
  disgust: "disgust grunge industrial attitude bitter ekel asco dégoût disgusto 🤢 🖤".split(" "),
  surprise: [
    ..."surprise discover discovery new random mix eclectic wonder überraschung neu entdecken sorpresa nuevo".split(
      " ",
    ),
    ..."découvertes nouveau nouveautés scoperte 😮 🎲 ✨".split(" "),
  ],
  neutral: [
    ..."chill focus work study everyday background coffee commute easy mellow lofi arbeit lernen alltag trabajo".split(
      " ",
    ),
    ..."estudio travail concentration lavoro studio ☕ 😐".split(" "),
    "lo-fi",
    "lo fi",
  ],
};

const FOLDED: readonly [emotion: Emotion, words: readonly string[]][] = EMOTIONS.map((emotion) => [
  emotion,
  NAME_WORDS[emotion].map(fold),
]);

/** The mood that a playlist's name speaks of; null where it speaks of none, or of several equally. */
export function moodOfName(name: string): Emotion | null {
  const text = fold(name);
  const found = FOLDED.map(([emotion, words]) => ({
    emotion,
    count: words.filter((word) => hasWord(text, word)).length,
  })).filter(({ count }) => count > 0);
  const most = Math.max(0, ...found.map(({ count }) => count));
  const best = found.filter(({ count }) => count === most);
  return best.length === 1 ? best[0]!.emotion : null;
}

/** Case, accents and widths set aside. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\ufe0f]/g, "")
    .toLowerCase();
}

function hasWord(text: string, word: string): boolean {
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    const [before, after] = [text.slice(0, from), text.slice(from + word.length)];
    const isEmoji = !/[\p{L}\p{N}]/u.test(word);
    if (isEmoji || (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after))) return true;
  }
  return false;
}
