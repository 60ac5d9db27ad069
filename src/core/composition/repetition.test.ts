import { describe, expect, it } from "vitest";
import { readBar } from "./bar-events.ts";
import { COMPOSER_VOCABULARY } from "./fixtures/composer-vocabulary.ts";
import { advance, initialGrammarState, isAllowed } from "./grammar.ts";
import { repeatBar } from "./repetition.ts";
import { parseVocabulary } from "./vocabulary.ts";

const vocabulary = parseVocabulary(COMPOSER_VOCABULARY);
const token = (name: string) => vocabulary.tokens[COMPOSER_VOCABULARY.indexOf(name)]!;
const FIRST =
  "POSITION_0 CHORD_0_maj MELODY_72 DURATION_4 ACCOMPANIMENT_48 DURATION_8 POSITION_4 MELODY_74 DURATION_12 " +
  "POSITION_8 CHORD_7_maj ACCOMPANIMENT_43 DURATION_16 ACCOMPANIMENT_55 DURATION_8";

/** The state just after the bar line that follows the given bars. */
function after(...bars: string[]) {
  const state = initialGrammarState(Infinity);
  for (const bar of [...bars, ""]) {
    for (const name of ["BAR", ...bar.split(" ").filter(Boolean)]) {
      expect(isAllowed(state, token(name)), name).toBe(true);
      advance(state, token(name));
    }
  }
  return state;
}

const repeat = (bar: string, state: ReturnType<typeof after>) =>
  repeatBar(readBar(bar.split(" ").map(token), { root: 0, quality: "maj" }), state, vocabulary, () => true)
    ?.map((id) => COMPOSER_VOCABULARY[id])
    .join(" ");

const SECOND = "POSITION_0 CHORD_9_min ACCOMPANIMENT_45 DURATION_4";

describe("repeatBar", () => {
  it("gives the same tokens where everything may follow", () => {
    // The second bar lets what rang over from the first die away.
    expect(repeat(FIRST, after(FIRST, SECOND))).toBe(FIRST);
  });

  it("names no chord that holds, and names one that the bar took over from before it", () => {
    const takenOver = "POSITION_4 ACCOMPANIMENT_60 DURATION_4";
    expect(repeat(FIRST, after("POSITION_0 CHORD_0_maj ACCOMPANIMENT_40 DURATION_4"))).toBe(
      FIRST.replace(" CHORD_0_maj", ""),
    );
    expect(repeat(takenOver, after(SECOND))).toBe(`POSITION_0 CHORD_0_maj ${takenOver}`);
  });

  it("leaves out a note whose pitch still rings", () => {
    const notes = "ACCOMPANIMENT_43 DURATION_2 ACCOMPANIMENT_60 DURATION_2 ACCOMPANIMENT_64 DURATION_2";
    const again = `POSITION_0 CHORD_0_maj MELODY_72 DURATION_4 ${notes}`;
    expect(repeat(again, after(FIRST))).toBe(again.replace("ACCOMPANIMENT_43 DURATION_2 ", ""));
  });

  it("gives up where much of the bar would be lost", () => {
    const low = "POSITION_0 CHORD_0_maj ACCOMPANIMENT_43 DURATION_2 POSITION_4 ACCOMPANIMENT_43 DURATION_2";
    expect(repeat(low, after(FIRST))).toBeUndefined();
  });

  it("leaves the state that it is given alone", () => {
    const state = after(FIRST, SECOND);
    const copy = structuredClone(state);
    repeat(FIRST, state);
    expect(state).toEqual(copy);
  });

  it("gives up where the form forbids it", () => {
    const state = after(FIRST, SECOND);
    const events = readBar(FIRST.split(" ").map(token), null);
    expect(repeatBar(events, state, vocabulary, (_, { kind }) => kind !== "bar")).toBeNull();
  });
});
