/**
 * The services outside, put together: the secret box, the registry that lists and disconnects them, and each service.
 * One that is not configured is listed as such and does nothing.
 */
import type { ServiceConfig } from "../service-config.ts";
import type { Storage } from "../db/storage.ts";
import type { Logger } from "../logger.ts";
import { openSecretBox, type SecretBox } from "./secret-box.ts";
import { createServiceRegistry, type ServiceRegistry } from "./service-registry.ts";

export interface OutsideServices {
  registry: ServiceRegistry;
  secrets: SecretBox;
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
}

/** @throws MoodSyncError `secret.key-file` */
export async function openOutsideServices(dependencies: OutsideDependencies): Promise<OutsideServices> {
  const { storage, clock, dataDir, services } = dependencies;
  const secrets = await openSecretBox({ dataDir, secret: services.secret });
  await storage.serviceCache.deleteExpired(clock());
  const registry = createServiceRegistry(dependencies);
  return {
    registry,
    secrets,
    close: async () => undefined,
  };
}
