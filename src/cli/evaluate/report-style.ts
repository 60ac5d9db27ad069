/** The style sheet of the report page: light and dark, and black on white in print. */
import { trusted, type Markup } from "./markup.ts";

/**
 * The colours are the app's own. `--heat` at its fullest keeps the ink on it at 4.5:1 or more, light (5.3) and dark (5.0); fills keep 3:1 to the card.
 */
export const REPORT_STYLE: Markup = trusted(`
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbf9f7, #1d1b20);
  --card: light-dark(#ffffff, #26232a);
  --ink: light-dark(#2a2422, #f4efeb);
  --soft: light-dark(#5a504a, #bfb6b1);
  --line: light-dark(#d9d2cc, #48434c);
  --heat: light-dark(#35a8a4, #23716f);
  --bar: light-dark(#2a918d, #3f9894);
  --teal: light-dark(#0f6365, #78d3cf);
  --amber: light-dark(#c98000, #ffc653);
  --violet: light-dark(#8a68dc, #b79aff);
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Figtree", ui-rounded, "Segoe UI", Roboto, system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.15; }
h2 { margin: 0 0 .25rem; font-size: 1.25rem; }
header p, section > p { margin: .25rem 0 1rem; color: var(--soft); max-width: 46rem; overflow-wrap: anywhere; }
code { font-size: .9em; overflow-wrap: anywhere; }
section { margin-top: 1.5rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
.key div { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
dt { color: var(--soft); }
dd { margin: 0; font-size: 1.9rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
dd small { display: block; margin-top: .25rem; font-size: .85rem; font-weight: 400; color: var(--soft); }
ul { margin: 0; padding-left: 1.2rem; max-width: 46rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem; align-items: start; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 3px solid var(--teal); outline-offset: 3px; }
figure { margin: 0; }
svg { display: block; width: 100%; max-width: 34rem; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { padding: .3rem .45rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
thead th { color: var(--soft); vertical-align: bottom; }
thead th:first-child { text-align: left; }
.pair td { white-space: nowrap; }
th[scope="row"] { text-align: left; white-space: nowrap; }
.facts td, .facts th { text-align: left; overflow-wrap: anywhere; }
.pair .facts td { white-space: normal; }
text { fill: var(--ink); font-size: 13px; }
.small { font-size: 11.5px; }
.soft { fill: var(--soft); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.cell { fill: color-mix(in srgb, var(--heat) var(--share), var(--paper)); stroke: var(--line); }
.cell.right { stroke: var(--ink); stroke-width: 1.5; }
.grid { stroke: var(--line); }
.axis, .whisker { stroke: var(--ink); stroke-width: 1.5; }
.ideal { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 6 5; }
.curve { fill: none; stroke: var(--teal); stroke-width: 2.5; }
.point { fill: var(--teal); stroke: var(--card); stroke-width: 1.5; }
.count { fill: var(--bar); }
.precision { fill: var(--amber); }
.recall { fill: var(--bar); }
.f1 { fill: var(--violet); }
@media (max-width: 52rem) { .pair { grid-template-columns: minmax(0, 1fr); } }
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { padding: 0; font-size: 10pt; }
  section { padding: 0; border: 0; }
  .key { grid-template-columns: repeat(4, 1fr); gap: .5rem; }
  .key div { padding: .5rem .75rem; }
  .key div, figure, table, li { break-inside: avoid; }
  h2, section > p, caption { break-after: avoid; }
  .pair { grid-template-columns: minmax(0, 1fr); gap: .75rem; }
  .scroll { overflow: visible; }
  svg { max-width: 25rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`);
