/**
 * `npm run bench [-- NAME ...] [--json]`: runs the named benchmarks, or all, one after the other.
 * Each module exports `run()`, an async generator of figures; peers are measured in the same run.
 */
import { ensureBuilt } from "../scripts/ensure-built.mjs";
import { sentence } from "./figures.mjs";

const BENCHES = [
  "face-latency",
  "page-load",
  "scan",
  "ear",
  "playlist",
  "choice",
  "search",
  "library-load",
  "duplicates",
  "server-at-scale",
  "learning",
  "compose",
  "live",
  "render",
  "spotify-list",
];

const words = process.argv.slice(2);
const asJson = words.includes("--json");
const names = words.filter((word) => !word.startsWith("--"));
const unknown = names.filter((name) => !BENCHES.includes(name));
const flags = words.filter((word) => word.startsWith("--") && word !== "--json");
if (unknown.length > 0 || flags.length > 0) {
  console.error(`Unknown: ${[...unknown, ...flags].join(", ")}. There are: ${BENCHES.join(", ")}; and --json.`);
  process.exit(2);
}

await ensureBuilt();
for (const name of names.length > 0 ? names : BENCHES) {
  const { run } = await import(`./${name}.mjs`);
  for await (const figure of run()) console.log(asJson ? JSON.stringify(figure) : sentence(figure));
}
process.exit(0);
