/** The services outside as one list: how each stands, its settings, and the disconnect that deletes all of it at once. */
import type { Disconnected, Service, ServiceId, ServiceState } from "../../contracts/services.ts";
import type { MoodSyncError } from "../../core/errors.ts";
import { serviceError } from "../../sources/services/service-errors.ts";
import type { OutgoingState } from "../../sources/services/outgoing-queue.ts";
import type { Repositories, Storage } from "../db/storage.ts";

/** What changes about a service; the rest is in the description. */
export interface ServiceStanding {
  configured: boolean;
  connected: boolean;
  connectedAtMs: number | null;
  account: string | null;
  settings: Record<string, unknown>;
  fixedSettings: string[];
  /** Null where nothing was ever sent. */
  outgoing: OutgoingState | null;
  /** Null while all is well, or where the queue's state says enough. */
  problem: MoodSyncError | null;
}

/** A service as the registry knows it; each is added by the composition root. */
export interface RegisteredService {
  readonly id: ServiceId;
  readonly name: string;
  readonly capabilities: readonly string[];
  standing(): Promise<ServiceStanding>;
  /** Absent where there is nothing to set this way. @throws MoodSyncError `service.setting-invalid`, `service.setting-fixed` */
  configure?(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Ends what is under way, before anything is deleted. */
  stop?(): Promise<void>;
  /** Deletes, inside the registry's transaction, what lies in tables of its own; says how many of each. */
  deleteOwn?(repositories: Repositories): Promise<Record<string, number>>;
  /** Forgets what is in memory, after everything is deleted. */
  forget?(): Promise<void>;
}

export interface ServiceRegistry {
  /** Makes a service known; they are listed in this order. */
  add(service: RegisteredService): void;
  list(): Promise<Service[]>;
  /** @throws MoodSyncError `service.unknown` */
  get(id: string): Promise<Service>;
  /** @throws MoodSyncError `service.unknown`, `service.setting-invalid`, `service.setting-fixed` */
  configure(id: string, settings: Readonly<Record<string, unknown>>): Promise<Service>;
  /**
   * Deletes everything of that service in one transaction and says what that was. How long the service asked to be left
   * alone stays: it concerns the whole installation and would otherwise be asked again too early.
   * @throws MoodSyncError `service.unknown`
   */
  disconnect(id: string): Promise<Disconnected>;
}

export function createServiceRegistry({ storage, userId }: { storage: Storage; userId: number }): ServiceRegistry {
  const services = new Map<string, RegisteredService>();

  const require = (id: string): RegisteredService => {
    const service = services.get(id);
    if (service) return service;
    throw serviceError("service.unknown", id, { details: { known: [...services.keys()] } });
  };

  return {
    add: (service) => void services.set(service.id, service),
    list: () => Promise.all([...services.values()].map(present)),
    get: async (id) => await present(require(id)),
    async configure(id, settings) {
      const service = require(id);
      if (!service.configure) {
        throw serviceError("service.setting-invalid", service.name, {
          message: `${service.name} has no settings to change here.`,
        });
      }
      await service.configure(settings);
      return await present(service);
    },
    async disconnect(id) {
      const service = require(id);
      await service.stop?.();
      const deleted = await storage.inTransaction(async (repositories) => ({
        ...(await service.deleteOwn?.(repositories)),
        cachedAnswers: await repositories.serviceCache.delete(userId, id),
        connections: await repositories.serviceConnections.delete(userId, id),
      }));
      await service.forget?.();
      return { deleted };
    },
  };
}

async function present(service: RegisteredService): Promise<Service> {
  const { outgoing, problem, ...standing } = await service.standing();
  const state: ServiceState = {
    ...(outgoing ?? { cooldownUntilMs: null, breaker: "closed", waiting: 0 }),
    problem: toProblem(problem ?? problemOf(service.name, outgoing)),
  };
  return { id: service.id, name: service.name, capabilities: [...service.capabilities], ...standing, state };
}

function problemOf(name: string, outgoing: OutgoingState | null): MoodSyncError | null {
  if (outgoing?.cooldownUntilMs) return serviceError("service.rate-limited", name);
  return outgoing?.breaker === "open" ? serviceError("service.paused", name) : null;
}

function toProblem(error: MoodSyncError | null): ServiceState["problem"] {
  return error && { code: error.code, message: error.message };
}
