/** Apple Music keeps the contract of music sources, against a stand-in that checks tokens as Apple does. */
import { signDeveloperToken } from "../../src/sources/apple-music/developer-token.ts";
import { createAppleMusicClient } from "../../src/sources/apple-music/apple-music-client.ts";
import { createAppleMusicSource } from "../../src/sources/apple-music/apple-music-source.ts";
import { createOutgoingQueue } from "../../src/sources/services/outgoing-queue.ts";
import { APPLE_KEY_ID, APPLE_TEAM, LISTENER_TOKEN, startAppleStandIn } from "../apple-music-server/stand-in.ts";
import { describeMusicSource } from "./music-source-suite.ts";

describeMusicSource("Apple Music", async () => {
  const standIn = await startAppleStandIn();
  const numbered = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${prefix}${index}`,
      title: `Song ${index}`,
      artist: `Artist ${index}`,
      isrc: null,
    }));
  standIn.library = numbered(230, "i.");
  standIn.catalogue = [{ id: "i.7", title: "Golden Morning", artist: "Anna Lind", isrc: "DEA123456789" }];
  const queue = createOutgoingQueue({ name: "apple-music" });
  const key = { teamId: APPLE_TEAM, keyId: APPLE_KEY_ID, privateKey: standIn.privateKey };
  const client = createAppleMusicClient({
    apiUrl: standIn.url,
    queue,
    developerToken: async () =>
      (await signDeveloperToken({ key, nowMs: Date.now(), lifetimeS: 600, origin: null })).token,
    listener: async () => ({ userToken: LISTENER_TOKEN, storefront: "de" }),
  });
  return {
    source: createAppleMusicSource(client),
    async close() {
      await queue.close();
      await standIn.close();
    },
    known: {
      location: "i.7",
      missing: "i.none",
      search: { hit: "golden", miss: "nothing is called this" },
      isFavourite: async (location) => standIn.ratings.get(location) === 1,
    },
  };
});
