import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { COMPOSER_VOCABULARY } from "./fixtures/composer-vocabulary.ts";
import { advance, copyGrammarState, fillMask, initialGrammarState, isAllowed } from "./grammar.ts";
import { parseVocabulary, type Token } from "./vocabulary.ts";

const vocabulary = parseVocabulary(COMPOSER_VOCABULARY);

/** Tokens drawn blindly from what is allowed; `lean` tries one kind first, to reach the corners. */
function drawPiece(bars: number, seed: number, longest: number): Token[] {
  const random = createSeededRandom(seed);
  const state = initialGrammarState(bars);
  const tokens: Token[] = [];
  const kinds = ["melody", "accompaniment", "chord", "position", "bar", "duration"] as const;
  const lean = kinds[seed % kinds.length]!;
  while (tokens.length < longest) {
    const allowed = vocabulary.tokens.filter((token) => isAllowed(state, token));
    expect(allowed.length, `a way on after ${JSON.stringify(tokens.slice(-3))}`).toBeGreaterThan(0);
    const preferred = allowed.filter(({ kind }) => kind === lean);
    const from = preferred.length > 0 && random() < 0.5 ? preferred : allowed;
    const token = from[Math.floor(random() * from.length)]!;
    tokens.push(token);
    if (token.kind === "end") return tokens;
    advance(state, token);
  }
  return tokens;
}

/** The rules told once more, in another way: a reader that knows nothing of the states. */
function brokenRule(tokens: readonly Token[], bars: number): string | null {
  let [bar, position, chord, group] = [-1, -1, "", ""];
  const sounding = new Map<string, number>();
  let notesInBar = 1;
  for (const [i, token] of tokens.entries()) {
    const [before, after] = [tokens[i - 1]?.kind ?? "start", tokens[i + 1]?.kind ?? "end"];
    const now = bar * 16 + position;
    if (token.kind === "pad" || token.kind === "start") return "a token that is never drawn";
    if (token.kind === "bar" || token.kind === "end") {
      if (before === "position") return "an empty group";
      if (notesInBar === 0) return "a bar without a note";
      if (token.kind === "end" && (bar !== bars - 1 || i !== tokens.length - 1)) return "an end too early";
      [bar, position, notesInBar] = [bar + 1, -1, 0];
    } else if (token.kind === "position") {
      if (bar < 0 || before === "position" || token.position <= position) return "positions that do not go up";
      [position, group] = [token.position, ""];
    } else if (token.kind === "chord") {
      const name = JSON.stringify(token.chord);
      if (before !== "position" || name === chord) return "a chord that is not new";
      chord = name;
    } else if (token.kind === "duration") {
      if (before !== "melody" && before !== "accompaniment") return "a duration without a note";
      if (now + token.sixteenths > bars * 16) return "a note beyond the end";
    } else if ("pitch" in token) {
      if (after !== "duration") return "a note without a duration";
      if (chord === "") return "a note before the first chord";
      if (position < 0) return "a note without a position";
      const next = tokens[i + 1];
      const ends = now + (next?.kind === "duration" ? next.sixteenths : 0);
      if ((sounding.get(`${token.kind} ${token.pitch}`) ?? 0) > now) return "a note struck while it sounds";
      if (token.kind === "melody" && group !== "") return "a melody note that is not first";
      if (token.kind === "accompaniment" && Number(group.split(" ")[1] ?? -1) >= token.pitch)
        return "pitches that fall";
      if (token.kind === "melody") {
        for (const name of sounding.keys()) if (name.startsWith("melody")) sounding.delete(name);
      }
      sounding.set(`${token.kind} ${token.pitch}`, ends);
      group = token.kind === "melody" ? "melody" : `accompaniment ${token.pitch}`;
      notesInBar++;
    }
  }
  return null;
}

describe("the grammar", () => {
  it("never leads nowhere and never lets a rule be broken, whatever is drawn", () => {
    for (let seed = 0; seed < 180; seed++) {
      const bars = 1 + (seed % 5);
      const tokens = drawPiece(bars, seed, 20_000);
      expect(tokens.at(-1)!.kind).toBe("end");
      expect(brokenRule(tokens, bars), `seed ${seed}`).toBeNull();
    }
  });

  it("never ends music that goes on", () => {
    const tokens = drawPiece(Infinity, 4, 4000);
    expect(tokens).toHaveLength(4000);
    expect(tokens.filter(({ kind }) => kind === "bar").length).toBeGreaterThan(5);
  });

  const after = (bars: number, ...names: string[]) => {
    const state = initialGrammarState(bars);
    for (const name of names) {
      const token = vocabulary.tokens[COMPOSER_VOCABULARY.indexOf(name)]!;
      expect(isAllowed(state, token), `${name} of ${names.join(" ")}`).toBe(true);
      advance(state, token);
    }
    return (name: string) => isAllowed(state, vocabulary.tokens[COMPOSER_VOCABULARY.indexOf(name)]!);
  };
  const opening = ["BAR", "POSITION_0", "CHORD_0_maj"];

  it("wants a chord at the first beat of all", () => {
    expect(after(2, "BAR")("POSITION_0")).toBe(true);
    expect(after(2, "BAR")("POSITION_1")).toBe(false);
    expect(after(2, "BAR", "POSITION_0")("MELODY_60")).toBe(false);
    expect(after(2, "BAR", "POSITION_0")("CHORD_NONE")).toBe(false);
  });

  it("knows one melody note at a time, first in its group", () => {
    const may = after(2, ...opening, "MELODY_60", "DURATION_4");
    expect(may("MELODY_64")).toBe(false);
    expect(may("ACCOMPANIMENT_40")).toBe(true);
    expect(after(2, ...opening, "ACCOMPANIMENT_40", "DURATION_4")("MELODY_60")).toBe(false);
  });

  it("lets a melody note be ended by another within the bar, not one that was held over the bar line", () => {
    const held = [...opening, "MELODY_60", "DURATION_16", "POSITION_4"];
    expect(after(2, ...held)("MELODY_62")).toBe(true);
    expect(after(2, ...held)("MELODY_60")).toBe(false);
    const over = [...opening, "ACCOMPANIMENT_40", "DURATION_1", "POSITION_8", "MELODY_60", "DURATION_12", "BAR"];
    expect(after(2, ...over, "POSITION_0")("MELODY_62")).toBe(false);
    expect(after(2, ...over, "POSITION_4")("MELODY_62")).toBe(true);
  });

  it("strikes no accompaniment pitch again while it sounds, over bar lines too", () => {
    const ringing = [
      ...opening,
      "ACCOMPANIMENT_40",
      "DURATION_2",
      "POSITION_8",
      "ACCOMPANIMENT_45",
      "DURATION_12",
      "BAR",
    ];
    expect(after(2, ...ringing, "POSITION_3")("ACCOMPANIMENT_45")).toBe(false);
    expect(after(2, ...ringing, "POSITION_3")("ACCOMPANIMENT_40")).toBe(true);
    expect(after(2, ...ringing, "POSITION_4")("ACCOMPANIMENT_45")).toBe(true);
  });

  it("lets nothing ring beyond the last bar", () => {
    const may = after(1, ...opening, "MELODY_60", "DURATION_1", "POSITION_12", "ACCOMPANIMENT_40");
    expect([may("DURATION_4"), may("DURATION_6")]).toEqual([true, false]);
  });

  it("masks just what is not allowed, in every state that is come by", () => {
    const mask = new Uint8Array(vocabulary.tokens.length);
    const state = initialGrammarState(3);
    for (const token of drawPiece(3, 11, 20_000)) {
      fillMask(state, vocabulary, [], mask);
      expect([...mask]).toEqual(vocabulary.tokens.map((one) => (isAllowed(state, one) ? 1 : 0)));
      advance(state, token);
    }
    expect(state.phase).toBe("ended");
  });

  it("waives a wish that nothing allowed can meet", () => {
    const mask = new Uint8Array(vocabulary.tokens.length);
    const state = initialGrammarState(3);
    advance(state, { kind: "bar" });
    const [melody, position] = [({ kind }: Token) => kind === "melody", ({ kind }: Token) => kind === "position"];
    fillMask(state, vocabulary, [melody], mask);
    expect(mask.reduce((sum, one) => sum + one, 0)).toBe(1);
    advance(state, { kind: "position", position: 0 });
    advance(state, { kind: "chord", chord: { root: 0, quality: "maj" } });
    fillMask(state, vocabulary, [({ kind }) => kind === "bar", position, melody], mask);
    expect(mask.reduce((sum, one) => sum + one, 0)).toBe(15);
  });

  it("gives a copy of its state that goes its own way", () => {
    const state = initialGrammarState(2);
    const copy = copyGrammarState(state);
    copy.accompanimentEnds[40] = 7;
    advance(copy, { kind: "bar" });
    expect(state).toEqual(initialGrammarState(2));
  });
});
