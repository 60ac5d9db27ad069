/** A Subsonic server keeps the contract of music sources: tried on a real one, Debian's supysonic. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { createOutgoingQueue } from "../../src/sources/services/outgoing-queue.ts";
import { createGuardedFetch } from "../../src/sources/subsonic/guarded-fetch.ts";
import { negotiate } from "../../src/sources/subsonic/negotiate.ts";
import { createSubsonicClient } from "../../src/sources/subsonic/subsonic-client.ts";
import { createSubsonicSource } from "../../src/sources/subsonic/subsonic-source.ts";
import { askSupysonic } from "../subsonic-server/ask-supysonic.ts";
import { startRecordingProxy, type RecordingProxy } from "../subsonic-server/recording-proxy.ts";
import { SMALL_LIBRARY, writeSmallLibrary } from "../subsonic-server/small-library.ts";
import { reasonToSkipSupysonic, startSupysonic, SUPYSONIC_USER, type Supysonic } from "../subsonic-server/supysonic.ts";
import { reasonToSkip as reasonToSkipMp3 } from "../synth/audio-file.ts";
import { describeMusicSource, type SourceSubject } from "./music-source-suite.ts";

const reason = reasonToSkipSupysonic ?? reasonToSkipMp3("mp3");
if (reason !== null) process.stderr.write(`Skipped: the contract of music sources on a Subsonic server: ${reason}\n`);

describe.skipIf(reason !== null)("on a real server", () => {
  let server: Supysonic;
  let proxy: RecordingProxy;

  beforeAll(async () => {
    server = await startSupysonic(writeSmallLibrary);
    proxy = await startRecordingProxy(server.url);
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  describeMusicSource("a Subsonic server", () => openSubject(server, proxy));
});

async function openSubject(server: Supysonic, proxy: RecordingProxy): Promise<SourceSubject> {
  const guarded = createGuardedFetch({ address: proxy.url, scope: "any" });
  const queue = createOutgoingQueue({ name: "subsonic", fetch: guarded.fetch });
  const wish = { address: proxy.url, credentials: SUPYSONIC_USER, queue, scope: guarded.lastScope };
  const { signIn, traits } = await negotiate(wish);
  const source = createSubsonicSource({ client: createSubsonicClient({ address: proxy.url, signIn, traits, queue }) });
  const songs = await askSupysonic(server.url, "search3", { query: "", songCount: "50" });
  const byTitle = new Map<string, string>(
    songs.searchResult3.song.map((song: { title: string; id: string }) => [song.title, song.id]),
  );
  const [first, second] = SMALL_LIBRARY;
  const location = byTitle.get(first!.title) ?? "";
  return {
    source,
    async close() {
      await queue.close();
      guarded.close();
    },
    known: {
      location,
      tags: { title: first!.title, artist: first!.artist, album: first!.album, mimeType: "audio/mpeg", hasCover: true },
      sound: await readFile(join(server.musicDir, first!.artist, first!.album, "1.mp3")),
      withCover: location,
      withoutCover: byTitle.get(second!.title) ?? "",
      missing: "0b1ccd7d-6e27-4a4f-a7d5-54f71c7cf4f8",
      search: { hit: "of Morning", miss: "nothing is called this" },
      isFavourite: async (id) => (await askSupysonic(server.url, "getSong", { id })).song.starred !== undefined,
      // It passes hearings on to Last.fm and keeps none itself, so what arrived is read on the way.
      scrobbles: async () =>
        proxy.of("scrobble").map(({ parameters }) => ({
          location: parameters.get("id") ?? "",
          completed: parameters.get("submission") === "true",
        })),
      async playlist(id) {
        const { playlist } = await askSupysonic(server.url, "getPlaylist", { id });
        const entries: { id: string }[] = playlist.entry ?? [];
        return { name: playlist.name, locations: entries.map((entry) => entry.id) };
      },
    },
  };
}
