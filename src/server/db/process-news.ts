/**
 * What processes on one database tell each other. PostgreSQL carries the news itself (postgres/postgres-news.ts);
 * an SQLite file only shows that somebody wrote, which is looked for (file-news.ts).
 */

/** `scan`, `starter` and `sync`: a state to be shown. */
export const NEWS_TOPICS = ["scan", "starter", "sync"] as const;
export type NewsTopic = (typeof NEWS_TOPICS)[number];

export interface News {
  /** `anything`: something may have changed, and nobody says what. */
  topic: NewsTopic | "anything";
  /** For a state the state itself; undefined where that is too long to tell: read it. */
  detail: unknown;
}

export interface ProcessNews {
  /** Whether what is published arrives as it was said; else others find out by looking. */
  readonly carries: boolean;
  /** Tells the other processes, soon; a failure is not reported, since whoever reads the database sees it all the same. */
  publish(topic: NewsTopic, detail: unknown): void;
  /** News of other processes, never one's own; the function returned ends that. */
  subscribe(listener: (news: News) => void): () => void;
}
