/** What every database must do for the repositories of the services outside; run by the same files as the others. */
import { describe, expect, test } from "vitest";
import { LOCAL_USER_ID as ME } from "../../src/server/db/local-user.ts";
import type { Storage } from "../../src/server/db/storage.ts";

const SOMEBODY_ELSE = 999;

export function serviceRepositoryContract(name: string, { open }: { open: () => Promise<Storage> }): void {
  describe(`service repositories on ${name}`, () => {
    describe("connections", () => {
      connectionsContract(open);
    });
    describe("cool-downs and cache", () => {
      cacheContract(open);
    });
    describe("Spotify", () => {
      spotifyContract(open);
    });
  });
}

function connectionsContract(open: () => Promise<Storage>): void {
  test("settings and secrets are kept apart and come back as they were", async () => {
    const { serviceConnections: connections } = await open();
    expect(await connections.find(ME, "spotify")).toBeNull();
    await connections.setSettings(ME, "spotify", { clientId: "é😀", n: null }, 1);
    expect(await connections.find(ME, "spotify")).toEqual({
      settings: { clientId: "é😀", n: null },
      sealedSecrets: null,
      connectedAtMs: null,
    });
    await connections.connect(ME, "spotify", "sealed", 2);
    await connections.setSettings(ME, "spotify", { clientId: "b" }, 3);
    const kept = { settings: { clientId: "b" }, sealedSecrets: "sealed", connectedAtMs: 2 };
    expect(await connections.find(ME, "spotify")).toEqual(kept);
    expect(await connections.find(SOMEBODY_ELSE, "spotify")).toBeNull();
    expect(await connections.find(ME, "subsonic")).toBeNull();
  });

  test("secrets are exchanged only where the ones before are still there", async () => {
    const { serviceConnections: connections } = await open();
    await connections.connect(ME, "spotify", "one", 1);
    expect(await connections.replaceSecrets(ME, "spotify", { before: "one", after: "two", nowMs: 2 })).toBe(true);
    expect(await connections.replaceSecrets(ME, "spotify", { before: "one", after: "three", nowMs: 3 })).toBe(false);
    expect((await connections.find(ME, "spotify"))?.sealedSecrets).toBe("two");
    await connections.delete(ME, "spotify");
    expect(await connections.replaceSecrets(ME, "spotify", { before: "two", after: "four", nowMs: 4 })).toBe(false);
    expect(await connections.find(ME, "spotify")).toBeNull();
  });

  test("forgetting the secrets leaves the settings; deleting leaves nothing and says how much that was", async () => {
    const { serviceConnections: connections } = await open();
    await connections.setSettings(ME, "spotify", { clientId: "a" }, 1);
    await connections.connect(ME, "spotify", "sealed", 2);
    await connections.forgetSecrets(ME, "spotify", 3);
    const kept = { settings: { clientId: "a" }, sealedSecrets: null, connectedAtMs: null };
    expect(await connections.find(ME, "spotify")).toEqual(kept);
    expect(await connections.delete(SOMEBODY_ELSE, "spotify")).toBe(0);
    expect(await connections.delete(ME, "spotify")).toBe(1);
    expect(await connections.delete(ME, "spotify")).toBe(0);
  });
}

function cacheContract(open: () => Promise<Storage>): void {
  test("a cool-down is read as it was written last", async () => {
    const { serviceCooldowns } = await open();
    expect(await serviceCooldowns.read("spotify")).toBeNull();
    await serviceCooldowns.write("spotify", 1_800_000_000_123);
    await serviceCooldowns.write("spotify", 1_900_000_000_123);
    expect(await serviceCooldowns.read("spotify")).toBe(1_900_000_000_123);
    expect(await serviceCooldowns.read("subsonic")).toBeNull();
  });

  test("an answer is there until it expires, and for its owner alone", async () => {
    const { serviceCache: cache } = await open();
    const answer = { value: { list: [1, "é", null] }, fetchedAtMs: 5, expiresAtMs: 100 };
    await cache.put(ME, "spotify", "list:happy", { ...answer, value: "older" });
    await cache.put(ME, "spotify", "list:happy", answer);
    expect(await cache.find(ME, "spotify", "list:happy", 99)).toEqual(answer);
    expect(await cache.find(ME, "spotify", "list:happy", 100)).toBeNull();
    expect(await cache.find(SOMEBODY_ELSE, "spotify", "list:happy", 0)).toBeNull();
    expect(await cache.find(ME, "subsonic", "list:happy", 0)).toBeNull();
  });

  test("what has expired is deleted, and so is all of a service or all below a key", async () => {
    const { serviceCache: cache } = await open();
    for (const [key, expiresAtMs] of [
      ["list:a", 10],
      ["list:b", 20],
      ["list%", 20],
      ["me", 30],
    ] as const) {
      await cache.put(ME, "spotify", key, { value: key, fetchedAtMs: 0, expiresAtMs });
    }
    await cache.put(ME, "subsonic", "list:a", { value: 1, fetchedAtMs: 0, expiresAtMs: 50 });
    expect(await cache.deleteExpired(10)).toBe(1);
    expect(await cache.delete(ME, "spotify", "list:")).toBe(1);
    expect(await cache.delete(SOMEBODY_ELSE, "spotify")).toBe(0);
    expect(await cache.delete(ME, "spotify")).toBe(2);
    expect(await cache.find(ME, "subsonic", "list:a", 0)).toMatchObject({ value: 1 });
  });
}

function spotifyContract(open: () => Promise<Storage>): void {
  const signIn = { stateHash: "h", sealedVerifier: "v", redirectUri: "http://127.0.0.1/c", expiresAtMs: 100 };

  test("a sign-in is taken once, by its owner", async () => {
    const { spotify } = await open();
    await spotify.beginSignIn(ME, signIn);
    expect(await spotify.takeSignIn(SOMEBODY_ELSE, "h")).toBeNull();
    expect(await spotify.takeSignIn(ME, "H")).toBeNull();
    const taken = await Promise.all([spotify.takeSignIn(ME, "h"), spotify.takeSignIn(ME, "h")]);
    expect(taken.filter((one) => one !== null)).toEqual([signIn]);
    await spotify.beginSignIn(ME, signIn);
    await spotify.deleteExpiredSignIns(100);
    expect(await spotify.takeSignIn(ME, "h")).toBeNull();
  });

  test("the map keeps the listener's order, is replaced whole, and lets go of what Spotify no longer knows", async () => {
    const { spotify } = await open();
    const map = [
      { emotion: "sad", playlistId: "z" },
      { emotion: "happy", playlistId: "b" },
      { emotion: "happy", playlistId: "a" },
    ] as const;
    await spotify.setMoodPlaylists(ME, map, 50);
    expect(await spotify.listMoodPlaylists(ME, 0)).toEqual(map);
    await spotify.renewMoodPlaylists(ME, ["b", "z"], 80);
    expect(await spotify.listMoodPlaylists(ME, 60)).toEqual([map[0], map[1]]);
    await spotify.setMoodPlaylists(ME, [map[2]], 50);
    expect(await spotify.listMoodPlaylists(ME, 0)).toEqual([map[2]]);
    await spotify.setMoodPlaylists(ME, [], 50);
    expect(await spotify.listMoodPlaylists(ME, 0)).toEqual([]);
  });

  test("a saved playlist is remembered per mood until it expires or is forgotten", async () => {
    const { spotify } = await open();
    await spotify.rememberSavedPlaylist(ME, "happy", { playlistId: "p", savedAtMs: 1, expiresAtMs: 50 });
    await spotify.rememberSavedPlaylist(ME, "happy", { playlistId: "q", savedAtMs: 2, expiresAtMs: 60 });
    expect(await spotify.findSavedPlaylist(ME, "happy", 55)).toEqual({ playlistId: "q", savedAtMs: 2 });
    expect(await spotify.findSavedPlaylist(ME, "happy", 60)).toBeNull();
    await spotify.forgetSavedPlaylist(ME, "happy");
    expect(await spotify.findSavedPlaylist(ME, "happy", 0)).toBeNull();
  });

  test("everything goes at once, and says how much that was", async () => {
    const { spotify } = await open();
    await spotify.beginSignIn(ME, signIn);
    await spotify.setMoodPlaylists(ME, [{ emotion: "sad", playlistId: "z" }], 50);
    await spotify.rememberSavedPlaylist(ME, "happy", { playlistId: "p", savedAtMs: 1, expiresAtMs: 50 });
    expect(await spotify.deleteAll(SOMEBODY_ELSE)).toEqual({ pendingSignIns: 0, moodPlaylists: 0, savedPlaylists: 0 });
    expect(await spotify.deleteAll(ME)).toEqual({ pendingSignIns: 1, moodPlaylists: 1, savedPlaylists: 1 });
    expect(await spotify.listMoodPlaylists(ME, 0)).toEqual([]);
  });
}
