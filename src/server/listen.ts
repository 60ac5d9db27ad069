/** Puts an application behind a port: the one wished for, or the next that is free. */
import { getRequestListener } from "@hono/node-server";
import { createServer, type Server } from "node:http";
import { MoodSyncError } from "../core/errors.ts";

/** An application, as Hono makes them. */
export interface Servable {
  fetch(request: Request): Response | Promise<Response>;
}

export interface Listening {
  /** Where a browser on this machine finds it. */
  url: string;
  port: number;
  /** Takes no more requests, lets those in progress end for a moment, then cuts what is left. */
  close(): Promise<void>;
}

const PORTS_TRIED = 100;
/** What a running download is given to end when the server stops. */
const GRACE_MS = 1000;

/** @throws MoodSyncError `server.no-port`, `server.bad-host` */
export async function listen(app: Servable, host: string, port: number): Promise<Listening> {
  const server = createServer(getRequestListener((request) => app.fetch(request)));
  const last = port === 0 ? 0 : Math.min(port + PORTS_TRIED - 1, 65535);
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (await tryListen(server, host, candidate)) {
      const address = server.address();
      const chosen = typeof address === "object" && address !== null ? address.port : candidate;
      return { url: `http://${browsable(host)}:${chosen}`, port: chosen, close: () => closeServer(server) };
    }
  }
  throw new MoodSyncError("server.no-port", `No port from ${port} to ${last} is free on ${host}.`, {
    kind: "unavailable",
  });
}

/** False when the port is taken or is not ours to take. */
async function tryListen(server: Server, host: string, port: number): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.removeListener("listening", onListening);
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(badHost(host, error));
    };
    const onListening = (): void => {
      server.removeListener("error", onError);
      resolve(true);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen({ host, port });
  });
}

function badHost(host: string, cause: Error): MoodSyncError {
  return new MoodSyncError(
    "server.bad-host",
    `Nothing can listen on ${host}: HOST must be an address of this machine.`,
    {
      kind: "invalid-input",
      cause,
    },
  );
}

function browsable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(cut);
}
