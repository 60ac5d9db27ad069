/** The repositories' contract on a real SQLite file. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage, type Storage } from "../../src/server/db/storage.ts";
import { characterRepositoryContract } from "./character-repository-contract.ts";
import { composingContract } from "./composing-repository-contract.ts";
import { learningContract } from "./learning-contract.ts";
import { libraryContract } from "./library-contract.ts";
import { exchangeRepositoryContract } from "./exchange-repository-contract.ts";
import { playlistContract } from "./playlist-contract.ts";
import { repositoryContract } from "./repository-contract.ts";
import { serviceRepositoryContract } from "./service-repository-contract.ts";
import { transactionContract } from "./transaction-contract.ts";

async function open(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-contract-"));
  const storage = createStorage(await openDatabase({ file: join(folder, "moodsync.db"), nowMs: 0 }));
  onTestFinished(async () => {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  return storage;
}

repositoryContract("SQLite", { open });
playlistContract("SQLite", { open });
transactionContract("SQLite", { open });
libraryContract("SQLite", { open });
learningContract("SQLite", { open });
serviceRepositoryContract("SQLite", { open });
composingContract("SQLite", { open });
characterRepositoryContract("SQLite", { open });
exchangeRepositoryContract("SQLite", { open });
