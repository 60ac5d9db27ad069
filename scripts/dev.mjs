/**
 * `npm run dev`: the page on Vite's server (changes appear at once) and the API beside it, compiled and restarted on change.
 * PORT is the API's; where it is taken, another free one is chosen for both.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { checkNode } from "./node-version.mjs";

/**
 * The port itself where it is free, else any that is.
 * @param {number} wanted
 * @returns {Promise<number>}
 */
function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : wanted));
    });
  });
}

async function main() {
  const { ensureBuilt } = await import("./ensure-built.mjs");
  const { inRoot, ROOT } = await import("./steps/places.mjs");
  // The models and the inference runtime come from the built app; the page itself comes from Vite.
  await ensureBuilt();
  const port = await freePort(Number(process.env["PORT"] ?? 5000));
  const env = { ...process.env, PORT: String(port) };
  const tool = (/** @type {string} */ script) => inRoot("node_modules", script);
  const commands = [
    [tool("typescript/bin/tsc"), "-b", "--watch", "--preserveWatchOutput", "src/server", "src/cli"],
    ["--watch", "--watch-preserve-output", inRoot("scripts/serve-built.mjs")],
    [tool("vite/bin/vite.js")],
  ];
  const children = commands.map((command) => spawn(process.execPath, command, { cwd: ROOT, env, stdio: "inherit" }));
  const stop = () => children.forEach((child) => child.kill());
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  for (const child of children) child.on("exit", stop);
}

if (checkNode()) void main();
