/**
 * A PostgreSQL server for the tests: Debian's programs in a folder of its own, reached through a Unix socket there, with
 * fsync on. It refuses to run as root, so root lends it to another user. Where it cannot be had, `findPostgres` says why.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type QueryResult } from "pg";

const PROGRAMS = "/usr/lib/postgresql";

interface Lender {
  uid: number;
  gid: number;
}

interface Found {
  /** Folder of `initdb` and `postgres`. */
  bin: string;
  /** Null where the tests' own user will do. */
  runAs: Lender | null;
}

export interface PostgresServer {
  /** A new database, empty or as the one of that address is; gives its DATABASE_URL. */
  createDatabase(likeUrl?: string): Promise<string>;
  /** Address of a database by name, whether or not there is one. */
  urlOf(database: string, user?: string, password?: string): string;
  /** Runs SQL as the server's owner. */
  query(database: string, sql: string): Promise<QueryResult["rows"]>;
  /** Puts a rule before those of pg_hba.conf; until then everybody on this machine's socket is let in. */
  addRule(rule: string): Promise<void>;
  /** At once, as if the power had gone: what was committed is still there after `start`. */
  kill(): Promise<void>;
  /** @param settings `name=value` besides the usual ones */
  start(settings?: readonly string[]): Promise<void>;
  /** Puts a file where the server can read it and nobody else may; gives its path. */
  give(name: string, content: string): string;
  /** Ends it and removes its folder. */
  destroy(): Promise<void>;
}

/** Where PostgreSQL is and who may run it, or in a sentence why it cannot be used here. */
export function findPostgres(): Found | string {
  if (process.platform === "win32" || !existsSync(PROGRAMS)) return `there is no PostgreSQL in ${PROGRAMS}`;
  const versions = readdirSync(PROGRAMS).toSorted((a, b) => Number(b) - Number(a));
  const bin = versions
    .map((version) => join(PROGRAMS, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
  if (bin === undefined) return `there are no server programs in ${PROGRAMS}`;
  if (process.getuid?.() !== 0) return { bin, runAs: null };
  const runAs = findUser("postgres") ?? findUser("nobody");
  return runAs ? { bin, runAs } : "PostgreSQL does not run as root, and there is no other user to run it";
}

function findUser(name: string): Lender | null {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Says once why the tests on PostgreSQL are skipped; null where they are not. */
export function postgresOrWhyNot(): Found | null {
  const found = findPostgres();
  if (typeof found !== "string") return found;
  process.stderr.write(`The tests on PostgreSQL are skipped: ${found}.\n`);
  return null;
}

/** @throws Error with the server's own words when it does not start */
export async function startPostgres({ bin, runAs }: Found): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "moodsync-pg-"));
  const owner = runAs ?? {};
  if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  // Who connects need not be who runs it.
  chmodSync(folder, 0o711);
  const data = join(folder, "data");
  const init = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    { ...owner, cwd: folder, encoding: "utf8" },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr || String(init.error)}`);
  let said = "";
  let child: ChildProcess | undefined;

  const urlOf = (database: string, user = "tester", password?: string): string => {
    const sign = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
    return `postgres://${sign}@${encodeURIComponent(folder)}/${database}`;
  };
  const query = async (database: string, sql: string): Promise<QueryResult["rows"]> => {
    const client = new Client({ connectionString: urlOf(database) });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async (settings: readonly string[] = []): Promise<void> => {
    const all = ["listen_addresses=", "fsync=on", "max_connections=100", ...settings];
    const args = ["-D", data, "-k", folder, ...all.flatMap((setting) => ["-c", setting])];
    child = spawn(join(bin, "postgres"), args, { ...owner, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr?.on("data", (chunk) => (said = (said + String(chunk)).slice(-4000)));
    for (const deadline = performance.now() + 60_000; ; await sleep(50)) {
      if (child.exitCode !== null) throw new Error(`postgres ended: ${said}`);
      try {
        await query("postgres", "select 1");
        return;
      } catch (error) {
        if (performance.now() > deadline) throw new Error(`postgres does not answer: ${said}`, { cause: error });
      }
    }
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
    running.kill(signal);
    await ended;
  };

  await start();
  let databases = 0;
  return {
    async createDatabase(likeUrl) {
      const name = `test_${(databases += 1)}`;
      const like = likeUrl === undefined ? "" : ` template ${new URL(likeUrl).pathname.slice(1)}`;
      await query("postgres", `create database ${name}${like}`);
      return urlOf(name);
    },
    urlOf,
    query,
    async addRule(rule) {
      const file = join(data, "pg_hba.conf");
      writeFileSync(file, `${rule}\n${readFileSync(file, "utf8")}`);
      await query("postgres", "select pg_reload_conf()");
      // The reload is heard a moment later.
      await sleep(500);
    },
    // Immediate shutdown: nothing is written any more, the next start recovers from the log.
    kill: () => stop("SIGQUIT"),
    start,
    give(name, content) {
      const file = join(folder, name);
      writeFileSync(file, content, { mode: 0o600 });
      if (runAs) chownSync(file, runAs.uid, runAs.gid);
      return file;
    },
    async destroy() {
      await stop("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Takes all rows out of every table of a migrated database, and lets ids begin anew. Deleted, since truncating makes new
 * files, and with fsync on those take seconds; in no order, since the server's owner may look away from references.
 */
export async function emptyDatabase(server: PostgresServer, database: string): Promise<void> {
  await server.query(
    database,
    `do $$ declare found record; begin
      set local session_replication_role = replica;
      for found in select tablename from pg_tables where schemaname = current_schema() and tablename <> 'schema_migrations' loop
        -- The one table that is never empty: where the journal of changes begins.
        if found.tablename = 'track_changes_cut' then
          update track_changes_cut set up_to = 0;
        else
          execute format('delete from %I', found.tablename);
        end if;
      end loop;
      for found in select sequencename from pg_sequences where schemaname = current_schema() loop
        perform setval(quote_ident(found.sequencename), 1, false);
      end loop;
    end $$`,
  );
}
