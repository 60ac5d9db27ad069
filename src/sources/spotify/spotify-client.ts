/**
 * Spotify's Web API, as far as new apps get it, by typed requests over the outgoing queue. Adds the token, tries once more
 * with a new one where it had expired, and turns refusals into errors. What the answers mean is read elsewhere.
 */
import createClient, { type Client } from "openapi-fetch";
import { MoodSyncError } from "../../core/errors.ts";
import type { OutgoingQueue, RequestOptions } from "../services/outgoing-queue.ts";
import { serviceError } from "../services/service-errors.ts";
import type { paths } from "./spotify-api-types.ts";
import { spotifyError, toSpotifyError, type RefusalContext } from "./spotify-errors.ts";

/** Where the token comes from; one listener's. */
export interface TokenKeeper {
  /** One that is good now. @throws MoodSyncError `service.not-connected`, `spotify.sign-in-ended`, `service.*` */
  current(): Promise<string>;
  /** A newer one, after Spotify refused this. */
  renewed(refused: string): Promise<string>;
}

export interface SpotifyClientOptions {
  queue: OutgoingQueue;
  apiUrl: string;
  tokens: TokenKeeper;
}

export type SpotifyApi = Client<paths>;

/** What `openapi-fetch` gives back, as far as it matters here. */
interface Outcome {
  data?: unknown;
  error?: unknown;
  response: Response;
}

export interface SpotifyClient {
  /** Asks; tried again where it fails, after everything urgent. The data is what came, of whatever shape. */
  read(ask: (api: SpotifyApi) => Promise<Outcome>, context?: RefusalContext): Promise<unknown>;
  /** Changes something in the listener's account; sent once. */
  change(ask: (api: SpotifyApi) => Promise<Outcome>, context?: RefusalContext): Promise<unknown>;
  /** Steers a player: goes before all else, is sent once, and nothing in its answer is of interest. */
  command(ask: (api: SpotifyApi) => Promise<Outcome>): Promise<void>;
}

export function createSpotifyClient({ queue, apiUrl, tokens }: SpotifyClientOptions): SpotifyClient {
  const apiWith = (options: RequestOptions, bodyMatters: boolean): SpotifyApi =>
    createClient<paths>({
      baseUrl: apiUrl,
      // Spotify takes lists with commas.
      querySerializer: { array: { style: "form", explode: false } },
      fetch: (request) => send(request, options, bodyMatters),
    });

  const send = async (request: Request, options: RequestOptions, bodyMatters: boolean): Promise<Response> => {
    const body = request.body === null ? undefined : await request.text();
    const once = (token: string) =>
      queue.request(
        {
          method: request.method,
          url: request.url,
          headers: {
            accept: "application/json",
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body }),
        },
        options,
      );
    const token = await tokens.current();
    let answer = await once(token);
    // Refused before anything was done, so that it may be sent again whatever it is.
    if (answer.status === 401) answer = await once(await tokens.renewed(token));
    if (answer.status >= 300 && answer.status < 400) throw serviceError("service.bad-answer", "Spotify");
    const isDone = answer.status < 300;
    // Some changes are answered by 200 and nothing; a read that needs something finds out that it is missing.
    if (isDone && (!bodyMatters || (await answer.text()).trim() === "")) return new Response(null, { status: 204 });
    // Refusals of gateways are not always JSON; their status says enough.
    const value = isDone ? await answer.json() : await answer.json().catch(() => null);
    return Response.json(value, { status: answer.status });
  };

  const reading = apiWith({ priority: 0, idempotent: true }, true);
  const changing = apiWith({ priority: 5, idempotent: false }, true);
  const commanding = apiWith({ priority: 10, idempotent: false }, false);

  return {
    read: (ask, context) => settle(ask(reading), context),
    change: (ask, context) => settle(ask(changing), context),
    command: async (ask) => void (await settle(ask(commanding), { on: "player" })),
  };
}

async function settle(outcome: Promise<Outcome>, context: RefusalContext | undefined): Promise<unknown> {
  try {
    const { data, error, response } = await outcome;
    if (response.status >= 400) throw toSpotifyError({ status: response.status, body: error }, context);
    return data;
  } catch (error) {
    if (error instanceof MoodSyncError && error.details?.["reason"] === "QUOTA_EXCEEDED") {
      throw spotifyError("spotify.quota-used", { details: error.details });
    }
    throw error;
  }
}
