/** Soft percussion of one bar by rule, in instruments of the General MIDI percussion map. */
import type { ArrangedNote } from "./bass-line.ts";
import type { BarPlace, PercussionStyle } from "./layers.ts";

/** Soft instruments alone, at General MIDI's keys for them: electric snare and hand clap are brushes in our SoundFont. */
export const PERCUSSION = { kick: 36, rim: 37, brush: 38, sweep: 39, shaker: 70, longShaker: 54 } as const;

type Instrument = keyof typeof PERCUSSION;

/** Instrument, positions, accent. */
type Line = readonly [Instrument, readonly number[], number];

const EIGHTHS = [0, 2, 4, 6, 8, 10, 12, 14];

const PATTERNS: Readonly<Record<Exclude<PercussionStyle, "none" | "scattered">, readonly Line[]>> = {
  heartbeat: [
    ["kick", [0], -4],
    ["kick", [3], -14],
  ],
  light: [
    ["kick", [0], -4],
    ["shaker", EIGHTHS, -12],
    ["rim", [12], -10],
  ],
  groove: [
    ["kick", [0, 8], 4],
    ["kick", [10], -6],
    ["rim", [4, 12], 0],
    ["shaker", EIGHTHS, -8],
  ],
  pounding: [
    ["kick", [0, 6, 8], 10],
    ["brush", [4, 12], 10],
    ["kick", [14], 0],
    ["shaker", EIGHTHS, -2],
  ],
};

/** Brushes that lead into a new section. */
const FILL: readonly Line[] = [
  ["brush", [12, 14], -2],
  ["brush", [13], -8],
  ["brush", [15], 4],
];

const PHRASE = 8;

/**
 * The strokes of a bar.
 * @param random from [0, 1), drawn a fixed number of times a style
 */
export function percussionStrokes(style: PercussionStyle, place: BarPlace, random: () => number): ArrangedNote[] {
  if (style === "none") return [];
  if (style === "scattered") return scattered(random);
  const fills = (style === "groove" || style === "pounding") && place.index % PHRASE === PHRASE - 1;
  const lines = PATTERNS[style].filter(([instrument]) => !fills || instrument !== "shaker");
  const strokes = lines.flatMap(strokesOf).filter(({ position }) => !fills || position < 12);
  return fills ? [...strokes, ...FILL.flatMap(strokesOf)] : strokes;
}

/** Small sounds where nobody waits for them; the beat itself is left out. */
function scattered(random: () => number): ArrangedNote[] {
  const instruments: readonly Instrument[] = ["rim", "longShaker", "sweep"];
  const strokes = [2, 6, 7, 10, 11, 15].flatMap((position) => {
    const [chance, choice] = [random(), random()];
    const instrument = instruments[Math.floor(choice * instruments.length)]!;
    return chance < 0.45 ? strokesOf([instrument, [position], 4]) : [];
  });
  return [...strokesOf(["kick", [0], -2]), ...strokes];
}

function strokesOf([instrument, positions, accent]: Line): ArrangedNote[] {
  return positions.map((position) => ({
    pitch: PERCUSSION[instrument],
    position,
    sixteenths: 1,
    accent: accent + (position % 4 === 0 ? 3 : 0),
  }));
}
