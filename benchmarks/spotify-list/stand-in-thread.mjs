/**
 * The tests' Spotify stand-in in a thread of its own, so that its work is not taken for ours. Written in TypeScript, it is
 * loaded through Vite.
 */
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { runnerImport } from "vite";

const { module } = await runnerImport(
  fileURLToPath(new URL("../../tests/spotify-stand-in/start.ts", import.meta.url)),
  {
    configFile: false,
    logLevel: "error",
  },
);
const standIn = await module.startSpotifyStandIn(workerData);

const COMMANDS = {
  /** Whoever signs in next is this one. */
  listener({ id }) {
    standIn.listener = standIn.addAccount(id);
  },
  /** What came since the last reset. */
  seen: () => ({
    requests: [...standIn.requests],
    overQuota: standIn.overQuota(),
    violations: standIn.violations,
  }),
  reset() {
    standIn.requests.length = 0;
  },
  quota({ quota }) {
    standIn.quota = quota;
  },
};

parentPort.on("message", ({ number, command, ...given }) => {
  parentPort.postMessage({ number, answer: COMMANDS[command](given) ?? null }, []);
});
const { apiUrl, accountsUrl, sdkUrl, clientId } = standIn;
parentPort.postMessage({ ready: { apiUrl, accountsUrl, sdkUrl, clientId } }, []);
