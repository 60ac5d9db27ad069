/** Soft percussion of one bar by rule, in instruments of the General MIDI percussion map. */
import type { ArrangedNote } from "./bass-line.ts";
import type { BarPlace, PercussionStyle } from "./layers.ts";

/** General MIDI Level 1 percussion, the instruments that are used. */
export const PERCUSSION = {
  kick: 36,
  sideStick: 37,
  snare: 38,
  lowTom: 41,
  closedHat: 42,
  midTom: 45,
  highTom: 48,
  woodBlock: 76,
  shaker: 70,
  triangle: 81,
} as const;

type Instrument = keyof typeof PERCUSSION;

/** Instrument, positions, accent. */
type Line = readonly [Instrument, readonly number[], number];

const EIGHTHS = [0, 2, 4, 6, 8, 10, 12, 14];

const PATTERNS: Readonly<Record<Exclude<PercussionStyle, "none" | "scattered">, readonly Line[]>> = {
  heartbeat: [
    ["lowTom", [0], 0],
    ["lowTom", [3], -10],
  ],
  light: [
    ["kick", [0], -4],
    ["shaker", EIGHTHS, -14],
    ["sideStick", [12], -8],
  ],
  groove: [
    ["kick", [0, 8], 4],
    ["kick", [10], -6],
    ["sideStick", [4, 12], 2],
    ["closedHat", EIGHTHS, -10],
  ],
  pounding: [
    ["kick", [0, 6, 8], 10],
    ["snare", [4, 12], 8],
    ["lowTom", [14], 0],
    ["closedHat", EIGHTHS, -4],
  ],
};

/** A roll over the toms before a new section. */
const FILL: readonly Line[] = [
  ["highTom", [12], -2],
  ["midTom", [13, 14], 0],
  ["lowTom", [15], 4],
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
  const lines = PATTERNS[style].filter(([instrument]) => !fills || instrument !== "closedHat");
  const strokes = lines.flatMap(strokesOf).filter(({ position }) => !fills || position < 12);
  return fills ? [...strokes, ...FILL.flatMap(strokesOf)] : strokes;
}

/** Small sounds where nobody waits for them; the beat itself is left out. */
function scattered(random: () => number): ArrangedNote[] {
  const instruments: readonly Instrument[] = ["woodBlock", "triangle", "sideStick"];
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
