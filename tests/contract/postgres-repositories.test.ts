/** The repositories' contract on a real PostgreSQL server. */
import { afterAll, beforeAll, describe, onTestFinished } from "vitest";
import { openDatabase } from "../../src/server/db/open-database.ts";
import { createStorage, type Storage } from "../../src/server/db/storage.ts";
import { emptyDatabase, postgresOrWhyNot, startPostgres, type PostgresServer } from "../setting/postgres-server.ts";
import { characterRepositoryContract } from "./character-repository-contract.ts";
import { composingContract } from "./composing-repository-contract.ts";
import { learningContract } from "./learning-contract.ts";
import { libraryContract } from "./library-contract.ts";
import { exchangeRepositoryContract } from "./exchange-repository-contract.ts";
import { playlistContract } from "./playlist-contract.ts";
import { repositoryContract } from "./repository-contract.ts";
import { serviceRepositoryContract } from "./service-repository-contract.ts";
import { transactionContract } from "./transaction-contract.ts";

const found = postgresOrWhyNot();
let server: PostgresServer;
let url = "";

/** One database emptied for every test: making one takes longer than most tests do. */
async function open(): Promise<Storage> {
  await emptyDatabase(server, new URL(url).pathname.slice(1));
  const storage = createStorage(await openDatabase({ file: "", url, nowMs: 0 }));
  onTestFinished(() => storage.close());
  return storage;
}

describe.skipIf(found === null)("on PostgreSQL", () => {
  beforeAll(async () => {
    if (!found) return;
    server = await startPostgres(found);
    url = await server.createDatabase();
    await (await openDatabase({ file: "", url, nowMs: 0 })).close();
  });
  afterAll(async () => {
    await server.destroy();
  });
  repositoryContract("PostgreSQL", { open });
  playlistContract("PostgreSQL", { open });
  transactionContract("PostgreSQL", { open });
  libraryContract("PostgreSQL", { open });
  learningContract("PostgreSQL", { open });
  serviceRepositoryContract("PostgreSQL", { open });
  composingContract("PostgreSQL", { open });
  characterRepositoryContract("PostgreSQL", { open });
  exchangeRepositoryContract("PostgreSQL", { open });
});
