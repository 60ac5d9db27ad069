/** What the stand-in does wrong when it is told to: once or more times, for the requests that fit. */
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type FaultAction =
  /** Answers so, with a JSON body where one is given. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: unknown }
  /** Answers with a page, as gateways and captive portals do. */
  | { kind: "html"; status?: number }
  /** Takes so long, then answers as usual. */
  | { kind: "slow"; ms: number }
  /** Never answers. */
  | { kind: "hang" }
  /** Breaks the connection half-way through an answer. */
  | { kind: "cut" }
  /** Does what was asked, and breaks the connection before saying so. */
  | { kind: "cut-after" };

export interface Fault {
  /** Method and path, such as "GET /v1/search". */
  when: RegExp | string;
  action: FaultAction;
  /** Default: once. */
  times?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Takes the first that fits. */
  take(request: string): FaultAction | null;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => void (waiting = []),
    take(request) {
      const found = waiting.find(({ fault: { when } }) =>
        typeof when === "string" ? request === when : when.test(request),
      );
      if (!found) return null;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.fault.action;
    },
  };
}

/** Does it; true when the request is thereby over. */
export async function perform(action: FaultAction, response: ServerResponse): Promise<boolean> {
  switch (action.kind) {
    case "slow":
      await sleep(action.ms);
      return false;
    case "hang":
      return true;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"items": [');
      await sleep(20);
      response.destroy();
      return true;
    case "html":
      response.writeHead(action.status ?? 200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!doctype html><title>Sign in to the network</title><p>Welcome to the café</p>");
      return true;
    case "answer":
      response.writeHead(action.status, { "content-type": "application/json", ...action.headers });
      response.end(action.body === undefined ? undefined : JSON.stringify(action.body));
      return true;
    default:
      return false;
  }
}
