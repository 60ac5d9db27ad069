/** `npm start`: installs what is missing, builds what is stale, and serves. */
import { checkNode } from "./node-version.mjs";

async function main() {
  const { ensureBuilt } = await import("./ensure-built.mjs");
  try {
    await ensureBuilt({ say: (sentence) => console.log(sentence) });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  // In this process: a second one would cost its start once more, and signals reach the server directly.
  const { runCli } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
  process.exitCode = await runCli(["serve", ...process.argv.slice(2)]);
}

if (checkNode()) void main();
