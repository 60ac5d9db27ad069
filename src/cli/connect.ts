/** Reaches the API: through the server that runs on the data folder, else by opening that folder in this process. */
import { homedir } from "node:os";
import path from "node:path";
import { dataFolder } from "../contracts/data-folder.ts";
import { createApiClient } from "./api/api-client.ts";
import { findRunningServer } from "./api/running-server.ts";
import type { Connection } from "./command-context.ts";

/** @param env settings as environment variables, see the README */
export async function connect(env: NodeJS.ProcessEnv): Promise<Connection> {
  const dataDir = path.resolve(dataFolder({ env, platform: process.platform, home: homedir() }));
  const serverUrl = await findRunningServer(dataDir);
  if (serverUrl !== null) {
    const client = createApiClient((request) => fetch(request), serverUrl);
    return { client, serverUrl, close: async () => undefined };
  }
  const { openInProcess } = await import("./commands/serve.ts");
  const api = await openInProcess(env);
  return { client: createApiClient(api.transport, api.baseUrl), serverUrl: null, close: () => api.close() };
}
