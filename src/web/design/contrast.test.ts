/** Reads tokens.css itself and keeps its pairs at the ratios that WCAG 2.2 asks for (1.4.3, 1.4.11), in all seven moods. */
// oxlint-disable-next-line no-restricted-imports -- the test reads the stylesheet as a file
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";
import { contrastRatio, luminance, mix, parseHex, type Rgb } from "./contrast.ts";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

const everyday = css.slice(0, css.indexOf("@media (prefers-contrast"));
const moreContrast = css.slice(css.indexOf("@media (prefers-contrast"), css.indexOf("@media (prefers-reduced-motion"));

type Scheme = "light" | "dark";

function pair(source: string, token: string): Record<Scheme, Rgb> {
  const found = new RegExp(`${token}: light-dark\\((#[\\da-f]+), (#[\\da-f]+)\\)`).exec(source);
  if (found === null) throw new Error(`no light-dark() pair for ${token}`);
  return { light: parseHex(found[1] ?? ""), dark: parseHex(found[2] ?? "") };
}

function percent(source: string, token: string): number {
  const found = new RegExp(`${token}: (\\d+)%`).exec(source);
  if (found === null) throw new Error(`no percentage for ${token}`);
  return Number(found[1]) / 100;
}

function moodBlock(emotion: Emotion): string {
  const start = everyday.indexOf(`[data-mood="${emotion}"]`);
  if (start < 0) throw new Error(`no colours for ${emotion}`);
  return everyday.slice(start, everyday.indexOf("}", start));
}

interface Ground {
  name: string;
  colour: Rgb;
}

function grounds(scheme: Scheme, tint: Emotion): Ground[] {
  const glow = pair(moodBlock(tint), "--mood-glow")[scheme];
  const surface = mix(pair(everyday, "--base")[scheme], glow, percent(everyday, "--tint"));
  return [
    { name: "surface", colour: surface },
    { name: "lift", colour: mix(surface, [255, 255, 255], percent(everyday, `--lift-${scheme}`)) },
    { name: "sunk", colour: mix(surface, [0, 0, 0], percent(everyday, "--sink")) },
    { name: "wash", colour: mix(surface, glow, percent(everyday, "--wash")) },
  ];
}

/** The grounds on which a colour stays below the ratio; none is wanted. */
function tooFaint(colour: Rgb, onGrounds: readonly Ground[], least: number): string[] {
  return onGrounds
    .map((ground) => ({ name: ground.name, ratio: contrastRatio(colour, ground.colour) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ name, ratio }) => `${ratio.toFixed(2)} on ${name}`);
}

describe("the measure itself", () => {
  it("gives the ratios WCAG names", () => {
    expect(contrastRatio(parseHex("#000"), parseHex("#fff"))).toBe(21);
    expect(contrastRatio(parseHex("#777777"), parseHex("#ffffff"))).toBeCloseTo(4.48, 2);
    expect(luminance(parseHex("#ff0000"))).toBeCloseTo(0.2126, 4);
  });
  it("refuses what is not a colour", () => {
    expect(() => parseHex("teal")).toThrow(RangeError);
  });
});

describe.each(["light", "dark"] as const)("%s tokens", (scheme) => {
  describe.each(EMOTIONS)("page tinted by %s", (tint) => {
    const onGrounds = grounds(scheme, tint);
    it.each(["--ink", "--ink-soft", "--danger", "--good"])("%s reads at 4.5:1 on every ground", (token) => {
      expect(tooFaint(pair(everyday, token)[scheme], onGrounds, 4.5)).toEqual([]);
    });
    it("control edges reach 3:1 on every ground", () => {
      expect(tooFaint(pair(everyday, "--line")[scheme], onGrounds, 3)).toEqual([]);
    });
    it.each(EMOTIONS)("the colour of %s reads at 4.5:1 on every ground", (emotion) => {
      expect(tooFaint(pair(moodBlock(emotion), "--mood")[scheme], onGrounds, 4.5)).toEqual([]);
    });
  });
  it.each(EMOTIONS)("words on a fill of %s read at 4.5:1", (emotion) => {
    // --mood-fill is light-dark(glow, mood), with the same dark ink on both.
    const fill = pair(moodBlock(emotion), scheme === "light" ? "--mood-glow" : "--mood")[scheme];
    const ink = /--on-fill: (#[\da-f]+);/.exec(everyday)?.[1] ?? "";
    expect(contrastRatio(parseHex(ink), fill)).toBeGreaterThanOrEqual(4.5);
  });
  it("more contrast means 7:1 for text and 4.5:1 for edges", () => {
    const base = pair(everyday, "--base")[scheme];
    expect(contrastRatio(pair(moreContrast, "--ink")[scheme], base)).toBeGreaterThanOrEqual(15);
    expect(contrastRatio(pair(moreContrast, "--ink-soft")[scheme], base)).toBeGreaterThanOrEqual(7);
    expect(contrastRatio(pair(moreContrast, "--line")[scheme], base)).toBeGreaterThanOrEqual(4.5);
  });
});
