/** Stands before a music server, passes everything on and writes down what was asked, so that tests see what really arrived. */
import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";

export interface RecordedRequest {
  /** Such as `scrobble`. */
  method: string;
  /** `GET` or `POST`. */
  verb: string;
  /** From the address and, for a form, the body. */
  parameters: URLSearchParams;
  headers: IncomingMessage["headers"];
}

/** What to do with a request instead of passing it on; undefined passes it on. */
export type Interference = (request: RecordedRequest, response: ServerResponse) => boolean | undefined;

export interface RecordingProxy {
  url: string;
  requests: RecordedRequest[];
  /** Requests for one method, in order. */
  of(method: string): RecordedRequest[];
  /** Returns true where it answered (or cut) the request itself. */
  interfere: Interference | null;
  /** Passed on and answered by the server, but the answer is thrown away and the connection cut. */
  loseAnswersTo: Set<string>;
  close(): Promise<void>;
}

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => void handle(incoming, response));
  const proxy: RecordingProxy = {
    url: "",
    requests,
    of: (method) => requests.filter((request) => request.method === method),
    interfere: null,
    loseAnswersTo: new Set(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const url = new URL(incoming.url ?? "/", target);
    const parameters = new URLSearchParams(url.search);
    for (const [name, value] of new URLSearchParams(body)) parameters.append(name, value);
    const method = url.pathname.replace(/^.*\/rest\//, "").replace(/\.view$/, "");
    const request = { method, verb: incoming.method ?? "GET", parameters, headers: incoming.headers };
    requests.push(request);
    if (proxy.interfere?.(request, response) === true) return;
    const outgoing = httpRequest(url, { method: request.verb, headers: { ...incoming.headers, host: url.host } });
    outgoing.on("response", (answer) => {
      if (proxy.loseAnswersTo.has(method)) {
        answer.resume();
        answer.on("end", () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    response.on("close", () => outgoing.destroy());
    outgoing.end(body);
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  proxy.url = `http://127.0.0.1:${address.port}`;
  return proxy;
}

async function readAll(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}
