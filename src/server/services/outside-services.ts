/**
 * The services outside, put together: the secret box, the registry that lists and disconnects them, and each service.
 * One that is not configured is listed as such and does nothing.
 */
import type { ServiceConfig } from "../service-config.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import type { PlayerScripts } from "../middleware/security-headers.ts";
import { openSecretBox, type SecretBox } from "./secret-box.ts";
import { createAppleMusicService, type AppleMusicService } from "./apple-music/apple-music-service.ts";
import type { CandidateStore } from "./candidate-store.ts";
import type { ListeningService } from "./listening-service.ts";
import type { AnalysisPool } from "./local-source.ts";
import type { MusicSources } from "./music-sources.ts";
import { createServiceRegistry, type ServiceRegistry } from "./service-registry.ts";
import { createFeatureService, type FeatureService } from "./outside-features/feature-service.ts";
import { createSpotifyQueues, createSpotifyService, type SpotifyService } from "./spotify/spotify-service.ts";
import { createSubsonicService, type SubsonicService } from "./subsonic/subsonic-service.ts";

export interface OutsideServices {
  registry: ServiceRegistry;
  secrets: SecretBox;
  spotify: SpotifyService;
  subsonic: SubsonicService;
  features: FeatureService;
  appleMusic: AppleMusicService;
  /** Addresses of the players' scripts that pages may load now. */
  playerScripts: () => Promise<PlayerScripts>;
  /** Goes on with what was cut off; for a program that stays, not for one command. */
  resume: () => Promise<void>;
  /** Goes on with what another process left behind; call now and then. */
  takeOver: () => Promise<void>;
  /** Ends what is under way to the services. */
  close(): Promise<void>;
}

export interface OutsideDependencies {
  storage: Storage;
  userId: number;
  clock: () => number;
  logger: Logger;
  dataDir: string;
  services: ServiceConfig;
  sources: MusicSources;
  candidates: CandidateStore;
  listening: Pick<ListeningService, "observe">;
  analysis: { version: number; openPool: () => Promise<AnalysisPool> };
}

/** @throws MoodSyncError `secret.key-file` */
export async function openOutsideServices(dependencies: OutsideDependencies): Promise<OutsideServices> {
  const { storage, clock, dataDir, services, sources } = dependencies;
  const secrets = await openSecretBox({ dataDir, secret: services.secret });
  await storage.serviceCache.deleteExpired(clock());
  const registry = createServiceRegistry(dependencies);
  const queues = createSpotifyQueues(dependencies);
  const spotify = createSpotifyService({
    ...dependencies,
    secrets,
    queues,
    config: services.spotify,
    random: Math.random,
    onSource: (source) => (source ? sources.add(source) : sources.remove("spotify")),
  });
  registry.add(spotify.registered);
  const subsonic = createSubsonicService({ ...dependencies, secrets, config: services.subsonic });
  registry.add(subsonic.registered);
  dependencies.listening.observe(subsonic.observer);
  const features = createFeatureService({ ...dependencies, secrets, config: services.outsideFeatures });
  for (const provider of features.registered) registry.add(provider);
  await features.expire();
  const appleMusic = createAppleMusicService({
    ...dependencies,
    secrets,
    config: services.appleMusic,
    estimate: features.estimate,
  });
  registry.add(appleMusic.registered);
  await appleMusic.start();
  await subsonic.restore();
  await spotify.start();
  return {
    registry,
    secrets,
    spotify,
    subsonic,
    features,
    appleMusic,
    playerScripts: async () => ({ spotify: await spotify.sdkScript(), appleMusic: await appleMusic.sdkScript() }),
    resume: () => subsonic.resume(),
    takeOver: () => subsonic.takeOver(),
    async close() {
      await subsonic.close();
      await features.close();
      await appleMusic.close();
      spotify.stop();
      await Promise.all([queues.api.close(), queues.accounts.close()]);
    },
  };
}
