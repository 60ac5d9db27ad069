/** Serves what lies in dist, without installing or building; `npm run dev` restarts this when dist changes. */
const { runCli } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await runCli(["serve", ...process.argv.slice(2)]);
