import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { readBar, type ChordName } from "./bar-events.ts";
import { suitsForm, TONIC_CHORDS } from "./cadence.ts";
import { COMPOSER_VOCABULARY } from "./fixtures/composer-vocabulary.ts";
import { advance, initialGrammarState, isAllowed } from "./grammar.ts";
import type { Mode } from "./piece.ts";
import { parseVocabulary, type Token } from "./vocabulary.ts";

const { tokens: VOCABULARY } = parseVocabulary(COMPOSER_VOCABULARY);

/** Bars of tokens, drawn blindly among what the grammar allows and the close suits. */
function drawBars(totalBars: number, mode: Mode, seed: number): Token[][] {
  const random = createSeededRandom(seed);
  const state = initialGrammarState(totalBars);
  const bars: Token[][] = [];
  for (let i = 0; i < 5000; i++) {
    const suiting = VOCABULARY.filter((token) => isAllowed(state, token) && suitsForm(state, token, mode));
    expect(suiting.length, `bar ${state.bars} of ${totalBars}, ${state.phase}`).toBeGreaterThan(0);
    const ends = suiting.find(({ kind }) => kind === "end" || kind === "bar");
    // Mostly onward, so that a piece gets to its end.
    const token = ends !== undefined && random() < 0.5 ? ends : suiting[Math.floor(random() * suiting.length)]!;
    if (token.kind === "end") return bars;
    if (token.kind === "bar") bars.push([]);
    else bars.at(-1)!.push(token);
    advance(state, token);
  }
  throw new Error("the piece does not end");
}

describe("the close", () => {
  it.each(["major", "minor"] as const)("leads home and rests on the tonic in %s, whatever is drawn", (mode) => {
    const tonic = TONIC_CHORDS[mode];
    for (let seed = 0; seed < 60; seed++) {
      const bars = drawBars(1 + (seed % 5), mode, seed);
      let chord: ChordName | null = null;
      const read = bars.map((tokens) => {
        const events = readBar(tokens, chord);
        chord = events.chords.at(-1)!.chord;
        return events;
      });
      const last = read.at(-1)!;
      expect(last.chords.map((span) => span.chord)).toEqual([tonic]);
      const [melody, ...others] = last.notes;
      expect(melody).toMatchObject({ voice: "melody", position: 0 });
      expect(melody!.pitch % 12).toBe(tonic.root);
      expect(others.length).toBeGreaterThan(0);
      expect(others.map(({ voice }) => voice)).not.toContain("melody");
      for (const { position, sixteenths } of last.notes) {
        expect(position + sixteenths).toBeGreaterThanOrEqual(12);
        expect(position + sixteenths).toBeLessThanOrEqual(16);
      }
      const leading = read.at(-2);
      if (leading === undefined) continue;
      expect(leading.chords.at(-1)!.chord).not.toEqual(tonic);
      for (const note of leading.notes) expect(note.position + note.sixteenths).toBeLessThanOrEqual(16);
    }
  });

  it("brings music that goes on home at every section, from a chord that leads there", () => {
    const random = createSeededRandom(5);
    const state = initialGrammarState(Infinity);
    const chords: { bar: number; position: number; name: string }[] = [];
    while (state.bars < 34) {
      const suiting = VOCABULARY.filter((token) => isAllowed(state, token) && suitsForm(state, token, "minor"));
      expect(suiting.length).toBeGreaterThan(0);
      const bar = suiting.find(({ kind }) => kind === "bar");
      const token = bar !== undefined && random() < 0.5 ? bar : suiting[Math.floor(random() * suiting.length)]!;
      advance(state, token);
      if (token.kind === "chord") {
        chords.push({ bar: state.bars - 1, position: state.position, name: state.chord! });
      }
    }
    for (const section of [0, 8, 16, 24, 32]) {
      const before = chords.filter(({ bar }) => bar < section).at(-1);
      const at = chords.filter(({ bar, position }) => bar < section || (bar === section && position === 0)).at(-1);
      expect(at!.name, `bar ${section}`).toBe("9 min");
      expect(before?.name).not.toBe("9 min");
    }
  });
});
