/** Contrast of two colours as WCAG 2.2 defines it, and mixing as CSS does it in sRGB; used by the test of the tokens. */

/** Red, green and blue, each 0..255. */
export type Rgb = readonly [number, number, number];

/** Reads `#rgb` or `#rrggbb`. @throws {RangeError} for anything else. */
export function parseHex(hex: string): Rgb {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(hex);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  const parts = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1);
  if (parts === undefined) throw new RangeError(`not a hex colour: ${hex}`);
  const [red, green, blue] = parts.map((part) => Number.parseInt(part, 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** `color-mix(in srgb, base, added share)`, with share 0..1. */
export function mix(base: Rgb, added: Rgb, share: number): Rgb {
  const blend = (index: 0 | 1 | 2): number => base[index] * (1 - share) + added[index] * share;
  return [blend(0), blend(1), blend(2)];
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance, 0 (black) to 1 (white). */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** 1 (the same) to 21 (black on white). */
export function contrastRatio(one: Rgb, other: Rgb): number {
  const [first, second] = [luminance(one), luminance(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}
