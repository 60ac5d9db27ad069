/** What every command is given: the terminal, and a way to reach the API. */
import type { ApiClient } from "./api/api-client.ts";
import type { Terminal } from "./terminal.ts";

/** An open way to the API; `close` lets go of what was opened for it. */
export interface Connection {
  readonly client: ApiClient;
  /** Address of the running server that answers, null when the data folder was opened in this process. */
  readonly serverUrl: string | null;
  close(): Promise<void>;
}

export interface CommandContext {
  readonly terminal: Terminal;
  /** Reaches the running server, else opens the data folder in this process. */
  connect(): Promise<Connection>;
}

/** Connects, does `work`, and lets go whatever came of it. */
export async function withConnection<Result>(
  context: CommandContext,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await context.connect();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
