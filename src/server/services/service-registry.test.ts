import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serviceError } from "../../sources/services/service-errors.ts";
import { LOCAL_USER_ID } from "../db/local-user.ts";
import { openDatabase } from "../db/open-database.ts";
import { createStorage, type Storage } from "../db/storage.ts";
import { createServiceRegistry, type RegisteredService, type ServiceStanding } from "./service-registry.ts";

async function openStorage(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-registry-"));
  const storage = createStorage(await openDatabase({ file: join(folder, "moodsync.db"), nowMs: 0 }));
  onTestFinished(async () => {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  });
  return storage;
}

const STANDING: ServiceStanding = {
  configured: true,
  connected: true,
  connectedAtMs: 5,
  account: "Ada",
  settings: { clientId: "c" },
  fixedSettings: [],
  outgoing: null,
  problem: null,
};

async function registryWith(changes: Partial<RegisteredService> = {}) {
  const storage = await openStorage();
  const registry = createServiceRegistry({ storage, userId: LOCAL_USER_ID });
  registry.add({
    id: "spotify",
    name: "Spotify",
    capabilities: ["search"],
    standing: async () => STANDING,
    ...changes,
  });
  return { storage, registry };
}

test("a service is listed with its standing and no problem", async () => {
  const { registry } = await registryWith();
  expect(await registry.list()).toEqual([
    {
      id: "spotify",
      name: "Spotify",
      capabilities: ["search"],
      configured: true,
      connected: true,
      connectedAtMs: 5,
      account: "Ada",
      settings: { clientId: "c" },
      fixedSettings: [],
      state: { cooldownUntilMs: null, breaker: "closed", waiting: 0, problem: null },
    },
  ]);
});

test.each([
  [{ cooldownUntilMs: 99, breaker: "closed", waiting: 3 }, null, "service.rate-limited"],
  [{ cooldownUntilMs: null, breaker: "open", waiting: 0 }, null, "service.paused"],
  [{ cooldownUntilMs: 99, breaker: "open", waiting: 0 }, "service.refused", "service.refused"],
] as const)("of %j with %s the page hears %s", async (outgoing, own, code) => {
  const problem = own && serviceError(own, "Spotify");
  const { registry } = await registryWith({ standing: async () => ({ ...STANDING, outgoing, problem }) });
  expect((await registry.get("spotify")).state).toMatchObject({ ...outgoing, problem: { code } });
});

test("disconnecting deletes everything of that service and user, nothing else, and says what", async () => {
  const order: string[] = [];
  const { registry, storage } = await registryWith({
    stop: async () => void order.push("stop"),
    deleteOwn: async ({ spotify }) => {
      order.push("delete");
      return await spotify.deleteAll(LOCAL_USER_ID);
    },
    forget: async () => void order.push("forget"),
  });
  for (const service of ["spotify", "subsonic"]) {
    await storage.serviceConnections.connect(LOCAL_USER_ID, service, "sealed", 1);
    await storage.serviceCache.put(LOCAL_USER_ID, service, "k", { value: 1, fetchedAtMs: 0, expiresAtMs: 9 });
  }
  await storage.spotify.setMoodPlaylists(LOCAL_USER_ID, [{ emotion: "sad", playlistId: "p" }], 9);
  await storage.serviceCooldowns.write("spotify", 7);
  const deleted = { connections: 1, cachedAnswers: 1, pendingSignIns: 0, moodPlaylists: 1, savedPlaylists: 0 };
  expect(await registry.disconnect("spotify")).toEqual({ deleted });
  expect(order).toEqual(["stop", "delete", "forget"]);
  expect(await storage.serviceConnections.find(LOCAL_USER_ID, "spotify")).toBeNull();
  expect(await storage.serviceConnections.find(LOCAL_USER_ID, "subsonic")).not.toBeNull();
  expect(await storage.serviceCache.find(LOCAL_USER_ID, "subsonic", "k", 0)).not.toBeNull();
  expect(await storage.serviceCooldowns.read("spotify")).toBe(7);
});

test("where the deletion fails, all is still there", async () => {
  const { registry, storage } = await registryWith({
    deleteOwn: async ({ serviceConnections }) => {
      await serviceConnections.delete(LOCAL_USER_ID, "spotify");
      throw new Error("the disk");
    },
  });
  await storage.serviceConnections.connect(LOCAL_USER_ID, "spotify", "sealed", 1);
  await expect(registry.disconnect("spotify")).rejects.toThrow("the disk");
  expect(await storage.serviceConnections.find(LOCAL_USER_ID, "spotify")).not.toBeNull();
});

test("an unknown service, and one with nothing to set, say so", async () => {
  const { registry } = await registryWith();
  for (const asked of [registry.get("x"), registry.configure("x", {}), registry.disconnect("x")]) {
    await expect(asked).rejects.toMatchObject({ code: "service.unknown", kind: "not-found" });
  }
  await expect(registry.configure("spotify", {})).rejects.toMatchObject({ code: "service.setting-invalid" });
});
