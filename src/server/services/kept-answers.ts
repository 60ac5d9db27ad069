/**
 * Answers of a service that are kept for a while: given at once while fresh, asked for anew when not, and shown with their
 * age where the service cannot be asked. Nothing is given after it expired.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";

export interface KeptAnswer<Value> {
  value: Value;
  fetchedAtMs: number;
  expiresAtMs: number;
  /** The service could not be asked; the problem says why. */
  stale: boolean;
  problem: { code: string; message: string } | null;
}

export interface KeepingRule {
  /** It is given without asking for so long. */
  freshMs: number;
  /** It is deleted after so long. */
  keepMs: number;
}

export interface AskOptions<Value> extends KeepingRule {
  /** Ask although it is fresh. */
  refresh?: boolean;
  fetch: () => Promise<Value>;
}

export interface KeptAnswers {
  /** Equal questions at the same time are asked once. @throws what `fetch` throws, where nothing is kept */
  ask<Value>(key: string, options: AskOptions<Value>): Promise<KeptAnswer<Value>>;
  /** What is kept, without asking. */
  peek<Value>(key: string): Promise<KeptAnswer<Value> | null>;
  put(key: string, value: unknown, keepMs: number): Promise<void>;
  /** With the given start of their key. */
  drop(keyPrefix: string): Promise<void>;
  /** From now on nothing is written, so that a disconnect stays complete while answers still arrive. */
  seal(): void;
  unseal(): void;
}

export interface KeptAnswersDependencies {
  storage: Storage;
  userId: number;
  service: string;
  clock: () => number;
}

export function createKeptAnswers({ storage, userId, service, clock }: KeptAnswersDependencies): KeptAnswers {
  const underWay = new Map<string, Promise<KeptAnswer<unknown>>>();
  let sealed = false;
  /** Counts disconnects: what was asked before one is not kept after it, however late it comes. */
  let generation = 0;

  const write = async (key: string, value: unknown, keepMs: number, born = generation): Promise<void> => {
    if (sealed || born !== generation) return;
    const fetchedAtMs = clock();
    await storage.serviceCache.put(userId, service, key, { value, fetchedAtMs, expiresAtMs: fetchedAtMs + keepMs });
  };

  const peek = async <Value>(key: string): Promise<KeptAnswer<Value> | null> => {
    const kept = await storage.serviceCache.find(userId, service, key, clock());
    if (!kept) return null;
    // What is read is what `fetch` gave under this key, through JSON.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { ...kept, value: kept.value as Value, stale: false, problem: null };
  };

  const askAnew = async <Value>(key: string, options: AskOptions<Value>): Promise<KeptAnswer<Value>> => {
    const born = generation;
    const kept = await peek<Value>(key);
    // A kept answer from the future was kept under a clock that was wrong.
    const ageMs = kept ? clock() - kept.fetchedAtMs : 0;
    if (kept && options.refresh !== true && ageMs >= 0 && ageMs < options.freshMs) return kept;
    try {
      const value = await options.fetch();
      // Not waited for: it goes before whatever is asked of the database next, and an answer that cannot be kept is
      // still an answer.
      write(key, value, options.keepMs, born).catch(() => undefined);
      const fetchedAtMs = clock();
      return { value, fetchedAtMs, expiresAtMs: fetchedAtMs + options.keepMs, stale: false, problem: null };
    } catch (error) {
      if (!kept || !(error instanceof MoodSyncError) || error.kind !== "unavailable") throw error;
      return { ...kept, stale: true, problem: { code: error.code, message: error.message } };
    }
  };

  return {
    peek,
    put: (key, value, keepMs) => write(key, value, keepMs),
    drop: async (keyPrefix) => void (await storage.serviceCache.delete(userId, service, keyPrefix)),
    seal() {
      sealed = true;
      generation += 1;
    },
    unseal: () => void (sealed = false),
    async ask<Value>(key: string, options: AskOptions<Value>) {
      const running = underWay.get(key);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key, one type
      if (running) return (await running) as KeptAnswer<Value>;
      const asked = askAnew(key, options).finally(() => underWay.delete(key));
      underWay.set(key, asked);
      return await asked;
    },
  };
}
