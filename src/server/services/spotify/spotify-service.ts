/** Spotify put together: sign-in, moods, lists and player of one listener over the queues that all listeners share. */
import type { SpotifyStatus } from "../../../contracts/spotify.ts";
import type { MusicSource } from "../../../sources/music-source.ts";
import {
  createOutgoingQueue,
  type OutgoingQueue,
  type OutgoingState,
} from "../../../sources/services/outgoing-queue.ts";
import { serviceError } from "../../../sources/services/service-errors.ts";
import { createSpotifyClient } from "../../../sources/spotify/spotify-client.ts";
import { createSpotifyOAuth } from "../../../sources/spotify/spotify-oauth.ts";
import { createSpotifySource, SPOTIFY_CAPABILITIES } from "../../../sources/spotify/spotify-source.ts";
import type { Storage } from "../../db/storage.ts";
import type { Logger } from "../../logger.ts";
import type { ServiceConfig } from "../../service-config.ts";
import { createKeptAnswers } from "../kept-answers.ts";
import type { SecretBox } from "../secret-box.ts";
import type { RegisteredService } from "../service-registry.ts";
import { createSpotifyLists, type SpotifyListService } from "./spotify-lists.ts";
import { createSpotifyMoods, type SpotifyMoodService } from "./spotify-moods.ts";
import { createSpotifyPlayer, type SpotifyPlayer } from "./spotify-player.ts";
import { createSpotifySession, SPOTIFY, type SpotifySession } from "./spotify-session.ts";
import { createSpotifySignIns, type SpotifySignIns } from "./spotify-sign-in.ts";

/** Where the page is sent back to; the developer dashboard must have it letter by letter. */
export const CALLBACK_PATH = "/api/sources/spotify/callback";

/** A client id as the dashboard shows it. */
const CLIENT_ID = /^[0-9a-zA-Z]{8,64}$/;

/** Spotify counts over 30 seconds without saying how far; a quarter of what was once usual for one app. */
const REQUESTS_PER_SECOND = 10;
const REQUESTS_AT_ONCE = 6;

export interface SpotifyQueues {
  api: OutgoingQueue;
  accounts: OutgoingQueue;
}

export interface SpotifyService {
  status(redirectUri: string): Promise<SpotifyStatus>;
  signIns: SpotifySignIns;
  moods: SpotifyMoodService;
  lists: SpotifyListService;
  player: SpotifyPlayer;
  session: SpotifySession;
  source: MusicSource;
  /** For the registry. */
  registered: RegisteredService;
  /** Address of the SDK's script while Spotify is connected, else null. */
  sdkScript(): Promise<string | null>;
  start(): Promise<void>;
  stop(): void;
}

export interface SpotifyDependencies {
  storage: Storage;
  userId: number;
  secrets: SecretBox;
  config: ServiceConfig["spotify"];
  queues: SpotifyQueues;
  clock: () => number;
  random: () => number;
  logger: Logger;
  /** Told when the source comes and goes. */
  onSource?: (source: MusicSource | null) => void;
}

/** The two ways to Spotify: the accounts service has limits of its own, so that a cool-down of the one does not bar the other. */
export function createSpotifyQueues({
  storage,
  clock,
  logger,
}: Pick<SpotifyDependencies, "storage" | "clock" | "logger">): SpotifyQueues {
  const common = {
    title: "Spotify",
    clock,
    store: storage.serviceCooldowns,
    onAttempt: (event: object) => logger.debug(event, "asked Spotify"),
  };
  return {
    api: createOutgoingQueue({
      ...common,
      name: SPOTIFY,
      perSecond: REQUESTS_PER_SECOND,
      concurrency: REQUESTS_AT_ONCE,
    }),
    accounts: createOutgoingQueue({ ...common, name: "spotify-accounts", concurrency: 2 }),
  };
}

export function createSpotifyService(dependencies: SpotifyDependencies): SpotifyService {
  const { storage, userId, config, queues, clock, onSource = () => undefined } = dependencies;
  const answers = createKeptAnswers({ storage, userId, service: SPOTIFY, clock });
  const oauth = createSpotifyOAuth({ queue: queues.accounts, accountsUrl: config.accountsUrl, clock });
  const session = createSpotifySession({ ...dependencies, oauth, answers });
  const client = createSpotifyClient({ queue: queues.api, apiUrl: config.apiUrl, tokens: session });
  const source = createSpotifySource(client);
  const settings = async () => (await storage.serviceConnections.find(userId, SPOTIFY))?.settings ?? {};
  const clientId = async (): Promise<string | null> => {
    const { clientId: set } = await settings();
    return config.clientId ?? (typeof set === "string" ? set : null);
  };
  const forgetOther = async (): Promise<void> => {
    await answers.drop("");
    const { clientId: id } = await settings();
    await storage.inTransaction(async ({ spotify, serviceConnections }) => {
      await spotify.deleteAll(userId);
      await serviceConnections.setSettings(userId, SPOTIFY, id === undefined ? {} : { clientId: id }, clock());
    });
  };
  const signIns = createSpotifySignIns({
    ...dependencies,
    oauth,
    session,
    client,
    clientId,
    onOtherAccount: forgetOther,
    onConnected: async () => {
      answers.unseal();
      onSource(source);
    },
  });
  const moods = createSpotifyMoods({ ...dependencies, client, session, answers });
  const lists = createSpotifyLists({ ...dependencies, client, session, moods, answers });
  const player = createSpotifyPlayer({ client, lists, answers, clock });

  const setClientId = async (given: unknown): Promise<void> => {
    if (config.clientId !== null)
      throw serviceError("service.setting-fixed", "Spotify", { details: { setting: "clientId" } });
    if (given !== null && (typeof given !== "string" || !CLIENT_ID.test(given.trim()))) {
      throw serviceError("service.setting-invalid", "Spotify", {
        message: "A client id has letters and digits alone, 32 of them. Copy it from the developer dashboard.",
        details: { setting: "clientId" },
      });
    }
    const id = typeof given === "string" ? given.trim() : null;
    if (id === (await clientId())) return;
    const { clientId: _former, ...others } = await settings();
    await storage.serviceConnections.setSettings(
      userId,
      SPOTIFY,
      id === null ? others : { ...others, clientId: id },
      clock(),
    );
    // A sign-in belongs to the app that it was made for.
    await session.forget();
    onSource(null);
  };

  const registered: RegisteredService = {
    id: SPOTIFY,
    name: "Spotify",
    capabilities: capabilityNames(),
    async standing() {
      const [id, connection] = [await clientId(), await session.connection()];
      return {
        configured: id !== null,
        connected: connection !== null,
        connectedAtMs: connection?.connectedAtMs ?? null,
        account: connection?.account?.name ?? null,
        settings: { clientId: id },
        fixedSettings: config.clientId === null ? [] : ["clientId"],
        outgoing: bothStates(queues),
        problem: connection === null ? await session.ended() : null,
      };
    },
    async configure({ clientId: given, ...unknown }) {
      const [name] = Object.keys(unknown);
      if (name !== undefined) throw serviceError("service.setting-invalid", "Spotify", { details: { setting: name } });
      if (given !== undefined) await setClientId(given);
    },
    async stop() {
      answers.seal();
      session.stop();
    },
    deleteOwn: async ({ spotify }) => ({ ...(await spotify.deleteAll(userId)) }),
    async forget() {
      await session.forget();
      await session.start();
      onSource(null);
      answers.unseal();
    },
  };

  return {
    signIns,
    moods,
    lists,
    player,
    session,
    source,
    registered,
    sdkScript: async () => ((await session.connection()) === null ? null : config.sdkUrl),
    async status(redirectUri) {
      const [id, connection] = [await clientId(), await session.connection()];
      const ended = connection === null ? await session.ended() : null;
      return {
        configured: id !== null,
        clientId: id,
        clientIdFixed: config.clientId !== null,
        redirectUri,
        connected: connection !== null,
        account: connection?.account ? { name: connection.account.name, url: connection.account.url } : null,
        connectedAtMs: connection?.connectedAtMs ?? null,
        endsAtMs: connection ? sixMonthsAfter(connection.connectedAtMs) : null,
        allowed: connection?.allowed ?? [],
        premium: await player.premium(),
        sdkUrl: config.sdkUrl,
        problem: ended && { code: ended.code, message: ended.message },
      };
    },
    async start() {
      await Promise.all([queues.api.ready(), queues.accounts.ready()]);
      await session.start();
      if (await session.connection()) onSource(source);
    },
    stop: () => session.stop(),
  };
}

function capabilityNames(): string[] {
  return Object.entries(SPOTIFY_CAPABILITIES).flatMap(([name, has]) => (has === true ? [name] : []));
}

function bothStates({ api, accounts }: SpotifyQueues): OutgoingState {
  const [a, b] = [api.state(), accounts.state()];
  const until = Math.max(a.cooldownUntilMs ?? 0, b.cooldownUntilMs ?? 0);
  return {
    cooldownUntilMs: until === 0 ? null : until,
    breaker: a.breaker === "closed" ? b.breaker : a.breaker,
    waiting: a.waiting + b.waiting,
  };
}

function sixMonthsAfter(timeMs: number): number {
  const date = new Date(timeMs);
  date.setUTCMonth(date.getUTCMonth() + 6);
  return date.getTime();
}
