/**
 * Mood to a Spotify list against the tests' stand-in: requests once warm, the time beyond the service's own, and a hundred
 * listeners of one installation at once, of whose requests none may be lost, doubled or beyond the quota. No peer: no other
 * program keeps within the same limits.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { EMOTIONS } from "../dist/core/affect/emotion.js";
import { figure } from "./figures.mjs";
import { openListeners, startStandIn } from "./spotify-list/listeners.mjs";

/** What each answer of the service takes at least. */
const SERVICE_MS = 100;
const LISTS = 40;
/** Apart so far, the app's own pace of requests is not what is measured. */
const APART_MS = 1100;
const LISTENERS = 100;
/** Spotify counts over 30 seconds; how many are allowed it does not say. */
const QUOTA = { requests: 330, windowMs: 30_000 };
const WARM_REQUESTS = 3;

/** @returns {AsyncGenerator<import("./figures.mjs").Figure>} */
export async function* run() {
  yield* measureOne();
  yield* measureMany();
}

async function* measureOne() {
  const standIn = await startStandIn({ delayMs: SERVICE_MS });
  const opened = await openListeners(standIn, 1);
  const [{ spotify }] = opened.listeners;
  for (const emotion of EMOTIONS) {
    await spotify.lists.list(emotion, { size: 30, refresh: true });
    await sleep(APART_MS);
  }
  const beyond = [];
  const requests = [];
  for (let turn = 0; turn < LISTS; turn += 1) {
    await standIn.ask("reset");
    const startedMs = performance.now();
    const list = await spotify.lists.list(EMOTIONS[turn % EMOTIONS.length], { size: 30, refresh: true });
    const tookMs = performance.now() - startedMs;
    if (list.stale || list.entries.length === 0) throw new Error("A list did not come.");
    const seen = (await standIn.ask("seen")).requests;
    // They are under way together: the service's own time is the longest, from a request's coming to its answer's end.
    beyond.push(tookMs - Math.max(...seen.map((request) => request.tookMs)));
    requests.push(seen.length);
    await sleep(APART_MS);
  }
  if (Math.max(...requests) > WARM_REQUESTS) throw new Error(`A warm list took ${Math.max(...requests)} requests.`);
  yield figure("spotify list, warm, requests", requests, "requests");
  yield figure("spotify list, beyond the service's time", beyond, "ms");
  await opened.close();
  await standIn.close();
}

async function* measureMany() {
  const standIn = await startStandIn({ delayMs: SERVICE_MS });
  const opened = await openListeners(standIn, LISTENERS);
  await standIn.ask("reset");
  await standIn.ask("quota", { quota: QUOTA });
  const startedMs = performance.now();
  const tookMs = await Promise.all(
    opened.listeners.map(async ({ spotify }, number) => {
      const list = await spotify.lists.list(EMOTIONS[number % EMOTIONS.length], { size: 30, refresh: true });
      if (list.stale || list.entries.length === 0) throw new Error("A list was lost.");
      return performance.now() - startedMs;
    }),
  );
  const { requests, overQuota, violations } = await standIn.ask("seen");
  const doubled =
    requests.length - new Set(requests.map(({ accountId, method, path }) => [accountId, method, path].join(" "))).size;
  const refused = requests.filter(({ status }) => status !== 200).length;
  if (doubled + refused + overQuota + violations.length > 0) {
    throw new Error(
      `${doubled} doubled, ${refused} refused, ${overQuota} over the quota, ${violations.length} not as described.`,
    );
  }
  yield figure(`${LISTENERS} listeners at once, cold`, tookMs, "ms");
  yield figure(`${LISTENERS} listeners at once, requests each`, perListener(requests), "requests");
  await opened.close();
  await standIn.close();
}

function perListener(requests) {
  const counts = new Map();
  for (const { accountId } of requests) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  return [...counts.values()];
}
