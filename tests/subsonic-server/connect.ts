/** Connecting a stand-in of a Subsonic server, and waiting for what then happens. */
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { until, type Answer, type Ask } from "../integration/server-fixtures.ts";
import { STAND_IN_USER, startSubsonicStandIn, type StandInOptions, type SubsonicStandIn } from "./stand-in.ts";

export const CONNECTION = "/sources/subsonic/connection";

/** A song as the server tells it. */
export function song(id: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, title: `Song ${id}`, artist: "Anna", duration: 180, size: 1000, contentType: "audio/mpeg", ...changes };
}

/** A stand-in that goes when the test ends. */
export async function start(options?: StandInOptions): Promise<SubsonicStandIn> {
  const standIn = await startSubsonicStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

export const connect = (ask: Ask, address: string, changes: Record<string, unknown> = {}): Promise<Answer> =>
  ask("PUT", CONNECTION, { address, credentials: STAND_IN_USER, analyse: false, ...changes });

/** Waits for the end of the sync, whatever it is; gives the sync. */
export async function untilSynced(ask: Ask, withinMs = 30_000): Promise<Answer["body"]> {
  let sync: Answer["body"] = null;
  await until(async () => {
    // Not too often: the server works in this very process.
    await sleep(50);
    sync = (await ask("GET", "/sources/subsonic/syncs/current")).body.sync;
    return sync !== null && sync.state !== "listing" && sync.state !== "analysing";
  }, withinMs);
  return sync;
}
