/**
 * News through PostgreSQL's LISTEN and NOTIFY: one connection listens for as long as the database is open. While it is
 * lost nothing is heard; once it is back, everything may have changed, and that is what is told.
 */
import type pg from "pg";
import { sql, type Kysely } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { NEWS_TOPICS, type News, type NewsTopic, type ProcessNews } from "../process-news.ts";

export interface PostgresNewsOptions {
  db: Kysely<unknown>;
  /** A fresh connection, not yet made. */
  createClient: () => pg.Client;
  /** What this process's own connections are called. */
  applicationName: string;
}

/** One for each schema, since each is a MoodSync of its own. */
const channelOf = (schema: string): string => `moodsync_${schema}`;

const MessageSchema = z.object({
  /** `application_name` of who wrote. */
  from: z.string().nullable(),
  topic: z.enum(NEWS_TOPICS),
  detail: z.unknown(),
});

/** PostgreSQL carries at most 8000 bytes. */
const LONGEST_BYTES = 7000;
const RETRY_FIRST_MS = 100;
const RETRY_LONGEST_MS = 10_000;

export async function openPostgresNews(
  options: PostgresNewsOptions,
): Promise<ProcessNews & { close(): Promise<void> }> {
  const { db, createClient, applicationName } = options;
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const channel = channelOf(rows[0]?.schema ?? "public");
  const listeners = new Set<(news: News) => void>();
  const closing = new AbortController();
  let client: pg.Client | undefined;

  const tell = (news: News): void => {
    for (const listener of listeners) listener(news);
  };
  const hear = ({ payload }: pg.Notification): void => {
    const news = readMessage(payload ?? "");
    if (news && news.from !== applicationName) tell({ topic: news.topic, detail: news.detail });
  };
  const listen = async (): Promise<void> => {
    const fresh = createClient();
    const lost = (): void => {
      if (client !== fresh) return;
      client = undefined;
      void fresh.end().catch(() => undefined);
      void listenAgain();
    };
    fresh.on("error", lost);
    fresh.on("end", lost);
    fresh.on("notification", hear);
    try {
      await fresh.connect();
      await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
    } catch (error) {
      void fresh.end().catch(() => undefined);
      throw error;
    }
    client = fresh;
  };
  const listenAgain = async (): Promise<void> => {
    for (let waitMs = RETRY_FIRST_MS; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, RETRY_LONGEST_MS)) {
      try {
        await sleep(waitMs, undefined, { signal: closing.signal, ref: false });
        await listen();
        tell({ topic: "anything", detail: undefined });
        return;
      } catch {
        // Not there yet.
      }
    }
  };

  await listen();
  return {
    carries: true,
    publish(topic, detail) {
      const message = writeMessage(applicationName, topic, detail);
      sql`select pg_notify(${channel}, ${message})`.execute(db).catch(() => undefined);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing.abort();
      listeners.clear();
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}

function writeMessage(from: string, topic: NewsTopic, detail: unknown): string {
  const whole = JSON.stringify({ from, topic, detail });
  return Buffer.byteLength(whole) <= LONGEST_BYTES ? whole : JSON.stringify({ from, topic });
}

function readMessage(text: string): z.infer<typeof MessageSchema> | null {
  try {
    return MessageSchema.parse(JSON.parse(text));
  } catch {
    // Somebody else's use of the channel.
    return null;
  }
}
