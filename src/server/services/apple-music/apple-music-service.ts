/** Apple Music put together: the owner's key, the listener's sign-in, searches and lists with their kept answers. */
import type {
  AppleMusicList,
  AppleMusicPlaylistPage,
  AppleMusicSettings,
  AppleMusicSong,
  AppleMusicSongPage,
  AppleMusicStatus,
  NewAppleMusicList,
} from "../../../contracts/apple-music.ts";
import { emotionOfMood } from "../../../core/affect/mood-names.ts";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { MoodSyncError } from "../../../core/errors.ts";
import {
  APPLE_TITLE,
  createAppleMusicClient,
  SEARCH_PAGE,
  type SongPage,
} from "../../../sources/apple-music/apple-music-client.ts";
import { createAppleMusicSource } from "../../../sources/apple-music/apple-music-source.ts";
import { buildAppleMusicList, MOOD_TERMS } from "../../../sources/apple-music/build-list.ts";
import { featureSubject, type FeatureSubject } from "../../../sources/outside-features/feature-subject.ts";
import type { TrackEstimate } from "../../../sources/outside-features/track-estimate.ts";
import { createOutgoingQueue } from "../../../sources/services/outgoing-queue.ts";
import type { Logger } from "../../logger.ts";
import { createKeptAnswers } from "../kept-answers.ts";
import { meantMood } from "../mood-target.ts";
import type { MusicSources } from "../music-sources.ts";
import type { RegisteredService } from "../service-registry.ts";
import { APPLE_MUSIC, createAppleKeyStore, type AppleKeyDependencies, type AppleKeyStore } from "./apple-key.ts";

export interface AppleMusicService {
  pageToken: AppleKeyStore["pageToken"];
  status(): Promise<AppleMusicStatus>;
  /** @throws MoodSyncError `apple-music.key-invalid`, `service.setting-fixed` */
  configure(settings: AppleMusicSettings): Promise<AppleMusicStatus>;
  /** @throws MoodSyncError `apple-music.sign-in-ended` where Apple does not know the token */
  signIn(userToken: string): Promise<AppleMusicStatus>;
  signOut(): Promise<AppleMusicStatus>;
  search(query: string, offset: number): Promise<AppleMusicSongPage>;
  librarySongs(offset: number): Promise<AppleMusicSongPage>;
  libraryPlaylists(offset: number): Promise<AppleMusicPlaylistPage>;
  playlistSongs(playlistId: string, offset: number): Promise<AppleMusicSongPage>;
  list(wish: NewAppleMusicList): Promise<AppleMusicList>;
  /** Address of Apple's player script while there is a key, else null. */
  sdkScript(): Promise<string | null>;
  registered: RegisteredService;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface AppleMusicDependencies extends AppleKeyDependencies {
  sources: MusicSources;
  /** What is known elsewhere of the songs' moods; in their order. */
  estimate: (subjects: readonly FeatureSubject[]) => Promise<(TrackEstimate | null)[]>;
  logger: Logger;
}

const MINUTE_MS = 60_000;
const CATALOGUE = { freshMs: 60 * MINUTE_MS, keepMs: 24 * 60 * MINUTE_MS };
const LIBRARY = { freshMs: 5 * MINUTE_MS, keepMs: 24 * 60 * MINUTE_MS };
const PAGE = 50;

export function createAppleMusicService(dependencies: AppleMusicDependencies): AppleMusicService {
  const { storage, userId, config, sources, clock, logger } = dependencies;
  const keys = createAppleKeyStore(dependencies);
  const answers = createKeptAnswers({ storage, userId, service: APPLE_MUSIC, clock });
  const queue = createOutgoingQueue({
    name: APPLE_MUSIC,
    title: APPLE_TITLE,
    clock,
    store: storage.serviceCooldowns,
    perSecond: 10,
    onAttempt: (event) => logger.debug(event, "asked Apple Music"),
  });
  const client = createAppleMusicClient({
    apiUrl: config.apiUrl,
    queue,
    developerToken: keys.ownToken,
    listener: keys.listener,
  });
  const source = createAppleMusicSource(client);
  let problem: MoodSyncError | null = null;

  const isConfigured = async (): Promise<boolean> => {
    try {
      const found = await keys.key();
      problem = null;
      return found !== null;
    } catch (error) {
      problem = error instanceof MoodSyncError ? error : null;
      return false;
    }
  };
  const settle = async (): Promise<void> => {
    if (await isConfigured()) sources.add(source);
    else sources.remove(APPLE_MUSIC);
  };
  const status = async (): Promise<AppleMusicStatus> => {
    const configured = await isConfigured();
    const { storefront, signedInAtMs, ...kept } = await keys.settings();
    return {
      configured,
      fromEnvironment: keys.fromEnvironment,
      teamId: keys.fromEnvironment ? config.teamId : kept.teamId,
      keyId: keys.fromEnvironment ? config.keyId : kept.keyId,
      listener: storefront === null || signedInAtMs === null ? null : { storefront, signedInAtMs },
    };
  };
  /** Answers differ by country and by whether previews are all that is heard. */
  const place = async (): Promise<string> => (await keys.settings()).storefront ?? "-";
  const songs = async (
    key: string,
    rule: typeof CATALOGUE,
    fetch: () => Promise<SongPage>,
  ): Promise<AppleMusicSongPage> => {
    const { value, fetchedAtMs } = await answers.ask(`${await place()}:${key}`, { ...rule, fetch });
    return { ...value, fetchedAtMs };
  };
  const searched = (term: string, offset: number) =>
    songs(`search:${offset}:${term}`, CATALOGUE, () => client.search(term, { limit: SEARCH_PAGE, offset }));

  const list = async ({ mood, size }: NewAppleMusicList): Promise<AppleMusicList> => {
    const { mood: named, point: target } = meantMood(mood);
    const emotion = named === null ? null : emotionOfMood(named);
    const words = [...MOOD_TERMS[emotion ?? nearestEmotion(target)]];
    const found = await Promise.all(words.map(async (term) => ({ term, page: await searched(term, 0) })));
    const all = found.flatMap(({ page }) => page.songs);
    const moods = await moodsOf(all, dependencies.estimate);
    const entries = buildAppleMusicList(
      found.map(({ term, page }) => ({ term, songs: page.songs })),
      target,
      size,
      (song) => moods.get(song.id) ?? null,
    );
    const few = entries.length < size ? `Apple Music gave ${entries.length} songs for this mood.` : null;
    const fetchedAtMs = Math.min(...found.map(({ page }) => page.fetchedAtMs));
    return { emotion, words, entries, note: few, fetchedAtMs };
  };

  const registered: RegisteredService = {
    id: APPLE_MUSIC,
    name: APPLE_TITLE,
    capabilities: ["listing", "search", "favourites", "remotePlayback"],
    async standing() {
      const { configured, teamId, keyId, listener, fromEnvironment } = await status();
      const kept = await storage.serviceConnections.find(userId, APPLE_MUSIC);
      return {
        configured,
        connected: listener !== null || (configured && !fromEnvironment),
        connectedAtMs: listener?.signedInAtMs ?? kept?.connectedAtMs ?? null,
        account: listener === null ? null : `Apple Music (${listener.storefront.toUpperCase()})`,
        settings: { teamId, keyId, sdkUrl: config.sdkUrl },
        fixedSettings: fromEnvironment ? ["teamId", "keyId", "privateKey"] : [],
        outgoing: queue.state(),
        problem,
      };
    },
    stop: async () => answers.seal(),
    async forget() {
      keys.forget();
      await settle();
      answers.unseal();
    },
  };

  return {
    pageToken: keys.pageToken,
    status,
    registered,
    list,
    search: async (query, offset) => await searched(query, offset),
    librarySongs: (offset) => songs(`library:${offset}`, LIBRARY, () => client.librarySongs({ limit: PAGE, offset })),
    async libraryPlaylists(offset) {
      const fetch = () => client.libraryPlaylists({ limit: PAGE, offset });
      const { value, fetchedAtMs } = await answers.ask(`${await place()}:playlists:${offset}`, { ...LIBRARY, fetch });
      return { ...value, fetchedAtMs };
    },
    playlistSongs: (id, offset) =>
      songs(`playlist:${offset}:${id}`, LIBRARY, () => client.playlistSongs(id, { limit: PAGE, offset })),
    async configure(settings) {
      await keys.setKey(settings);
      await answers.drop("");
      await settle();
      return await status();
    },
    async signIn(userToken) {
      const storefront = await client.storefrontOf(userToken);
      await keys.setListener({ userToken, storefront });
      await answers.drop("");
      return await status();
    },
    async signOut() {
      await keys.setListener(null);
      await answers.drop("");
      return await status();
    },
    sdkScript: async () => ((await isConfigured()) ? config.sdkUrl : null),
    async start() {
      await queue.ready();
      await settle();
    },
    close: () => queue.close(),
  };
}

async function moodsOf(
  songs: readonly AppleMusicSong[],
  estimate: AppleMusicDependencies["estimate"],
): Promise<Map<string, TrackEstimate>> {
  const subjects = songs.map(({ isrc, title, artist }) =>
    featureSubject({ source: "apple-music", isrc, title, artist }),
  );
  const estimates = await estimate(subjects);
  return new Map(songs.flatMap(({ id }, index) => (estimates[index] ? [[id, estimates[index]] as const] : [])));
}
