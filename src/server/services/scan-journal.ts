/**
 * Keeps what a scan finds: outcomes are gathered and written a few at a time, each batch in one transaction together
 * with the scan's counts, so that what the progress says is done is stored. Deciding what to do is left to scan-run.ts.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Scan } from "../../contracts/library.ts";
import type { MeasuredSound } from "../../sources/local/measured-sound.ts";
import type { FileProblem, RetaggedFile, TaggedFile } from "../db/repositories/scanned-file-repository.ts";
import type { StoredScan } from "../db/repositories/scan-repository.ts";
import type { Repositories, Storage } from "../db/storage.ts";
import { storagePasses } from "../db/storage-errors.ts";
import { createRemainingTime } from "./remaining-time.ts";

export type Outcome =
  | { kind: "features"; trackId: number; features: MeasuredSound }
  | { kind: "problem"; problem: FileProblem }
  | { kind: "gone"; trackId: number };

export interface ScanJournalOptions {
  storage: Storage;
  userId: number;
  scan: StoredScan;
  clock: () => number;
  /** Called after every write, with the tracks it touched, and whenever the current file changes. */
  onProgress: (scan: Scan, trackIds: readonly number[]) => void;
  /** How long another program may hold the database before the scan gives up; default 60 s. */
  patienceMs?: number;
}

const BATCH_SIZE = 20;
const BATCH_EVERY_MS = 500;
const TELL_EVERY_MS = 250;
const TRACKS_AT_ONCE = 500;

export class ScanJournal {
  readonly #options: ScanJournalOptions;
  readonly #remaining: ReturnType<typeof createRemainingTime>;
  #scan: StoredScan;
  #currentPath: string | null = null;
  #waiting: Outcome[] = [];
  #lastWriteMs: number;
  #lastToldMs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ScanJournalOptions) {
    this.#options = options;
    this.#scan = options.scan;
    this.#lastWriteMs = options.clock();
    this.#remaining = createRemainingTime(this.#lastWriteMs);
  }

  /** The scan as it stands in memory. */
  get scan(): Scan {
    const { state, total, done } = this.#scan;
    const remainingMs = state === "running" ? this.#remaining.estimateMs(total - done, this.#options.clock()) : null;
    return { ...this.#scan, currentPath: this.#currentPath, remainingMs };
  }

  /** Says which file is being worked on; told to listeners now and then, not stored. */
  working(path: string): void {
    this.#currentPath = path;
    const nowMs = this.#options.clock();
    // By how far, not in which direction: a clock may be set back.
    if (Math.abs(nowMs - this.#lastToldMs) >= TELL_EVERY_MS) this.#tell([]);
  }

  /** The listing is over: what there is to do is known. */
  async begin({ total, unchanged }: { total: number; unchanged: number }): Promise<void> {
    await this.#write([], doNothing, () => ({ state: "running", total, unchanged, done: unchanged }));
  }

  /** Files that were flagged as gone are there again. */
  async restore(trackIds: readonly number[]): Promise<void> {
    for (const some of slices(trackIds)) {
      await this.#write(some, async ({ files }) => files.restore(this.#options.userId, some));
    }
  }

  /** Tags read anew of files that are otherwise as they were. */
  async retag(tagged: readonly RetaggedFile[]): Promise<void> {
    await this.#write(
      tagged.map(({ trackId }) => trackId),
      async ({ files }) => files.retag(this.#options.userId, tagged),
    );
  }

  /** Files under another name, whose tracks stay what they were. `unchanged` of them need no look at their sound. */
  async rename(renamed: readonly RetaggedFile[], unchanged: number): Promise<void> {
    await this.#write(
      renamed.map(({ trackId }) => trackId),
      async ({ files }) => files.rename(this.#options.userId, renamed),
      (scan) => ({ unchanged: scan.unchanged + unchanged, done: scan.done + unchanged }),
    );
  }

  /** Stores tags at once, since analysis needs the track ids. */
  async storeTags(tagged: readonly TaggedFile[]): Promise<Map<string, number>> {
    let ids = new Map<string, number>();
    await this.#write([], async ({ files }) => {
      ids = await files.storeTags(this.#options.userId, tagged, this.#options.clock());
    });
    this.#tell([...ids.values()]);
    return ids;
  }

  /** One file is finished. Written with the next batch. */
  async add(outcome: Outcome): Promise<void> {
    this.#waiting.push(outcome);
    this.#remaining.record(this.#options.clock());
    const due = Math.abs(this.#options.clock() - this.#lastWriteMs) >= BATCH_EVERY_MS;
    if (due || this.#waiting.length >= BATCH_SIZE) await this.flush();
  }

  /** Writes what waits, and with it that the scan is alive. */
  async flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    const count = (kind: Outcome["kind"]) => batch.filter((outcome) => outcome.kind === kind).length;
    const work = (repositories: Repositories) => this.#storeOutcomes(repositories, batch);
    const counted = ({ analysed, failed, removed, done }: StoredScan) => ({
      analysed: analysed + count("features"),
      failed: failed + count("problem"),
      removed: removed + count("gone"),
      done: done + batch.length,
    });
    try {
      await this.#write(batch.map(trackOf), work, counted);
    } catch (error) {
      this.#waiting.unshift(...batch);
      throw error;
    }
  }

  /** Flags what is no longer there. */
  async remove(trackIds: readonly number[]): Promise<void> {
    const { userId, clock } = this.#options;
    for (const some of slices(trackIds)) {
      const work = async ({ files }: Repositories) => files.markRemoved(userId, some, clock());
      await this.#write(some, work, ({ removed }) => ({ removed: removed + some.length }));
    }
  }

  /**
   * Ends the scan in the given state, writing what still waits. When even that cannot be stored the state is told all the
   * same: the row then still says "running" and is seen as interrupted at the next start.
   */
  async finish(state: Scan["state"], problem: Scan["problem"]): Promise<void> {
    await this.flush().catch(() => undefined);
    this.#currentPath = null;
    // No scan ends before it began, whatever the clock was set to meanwhile.
    const finishedAtMs = Math.max(this.#options.clock(), this.#scan.startedAtMs);
    const change = { state, problem, finishedAtMs };
    await this.#write([], doNothing, () => change).catch(() => {
      this.#scan = { ...this.#scan, ...change };
      this.#tell([]);
    });
  }

  async #storeOutcomes({ files }: Repositories, batch: readonly Outcome[]): Promise<void> {
    const { userId, clock } = this.#options;
    const gone: number[] = [];
    for (const outcome of batch) {
      if (outcome.kind === "features") {
        await files.storeFeatures(userId, outcome.trackId, outcome.features, clock());
      } else if (outcome.kind === "problem") await files.storeProblem(userId, outcome.problem);
      else gone.push(outcome.trackId);
    }
    await files.markRemoved(userId, gone, clock());
  }

  /** One write after the other, each one transaction; a lock that passes is waited for. */
  async #write(
    trackIds: readonly number[],
    work: (repositories: Repositories) => Promise<void>,
    change: (scan: StoredScan) => Partial<StoredScan> = () => ({}),
  ): Promise<void> {
    const before = this.#writing;
    const write = async (): Promise<void> => {
      await before;
      await nextTurn();
      const next = { ...this.#scan, ...change(this.#scan) };
      await this.#persist(work, next);
      this.#scan = next;
      this.#lastWriteMs = this.#options.clock();
      this.#tell(trackIds);
    };
    const turn = write();
    this.#writing = turn.catch(doNothing);
    await turn;
  }

  async #persist(work: (repositories: Repositories) => Promise<void>, next: StoredScan): Promise<void> {
    const { storage, clock, patienceMs = 60_000 } = this.#options;
    const deadlineMs = clock() + patienceMs;
    for (;;) {
      try {
        return await storage.inTransaction(async (repositories) => {
          await work(repositories);
          await repositories.scans.update(next.id, next, clock());
        });
      } catch (error) {
        if (!storagePasses(error) || clock() >= deadlineMs) throw error;
        await sleep(100);
      }
    }
  }

  #tell(trackIds: readonly number[]): void {
    this.#lastToldMs = this.#options.clock();
    this.#options.onProgress(this.scan, trackIds);
  }
}

/** So few that whoever waits for the database meanwhile hardly notices. */
function* slices(trackIds: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < trackIds.length; start += TRACKS_AT_ONCE)
    yield trackIds.slice(start, start + TRACKS_AT_ONCE);
}

async function doNothing(): Promise<void> {}

function trackOf(outcome: Outcome): number {
  return outcome.kind === "problem" ? outcome.problem.trackId : outcome.trackId;
}
