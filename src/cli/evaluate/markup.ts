/** Writes HTML and SVG from templates; every value that is not markup itself is escaped. */

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => ESCAPES[character]!);
}

function rendered(value: string | number | Markup): string {
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  return typeof value === "string" ? escaped(value) : value.markup;
}

/** A template of markup; numbers are written with two decimals at most, enough for coordinates. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Markup)[]): Markup {
  return { markup: parts.map((part, i) => (i === 0 ? part : rendered(values[i - 1]!) + part)).join("") };
}

/** One after the other. */
export function joined(parts: readonly Markup[]): Markup {
  return { markup: parts.map(({ markup }) => markup).join("") };
}

/** Markup written by hand, such as a style sheet; never text from outside. */
export function trusted(markup: string): Markup {
  return { markup };
}
