/** Spotify as a music source, on the stand-in. */
import { createOutgoingQueue } from "../../src/sources/services/outgoing-queue.ts";
import { createSpotifyClient } from "../../src/sources/spotify/spotify-client.ts";
import { createSpotifySource } from "../../src/sources/spotify/spotify-source.ts";
import { startSpotifyStandIn } from "../spotify-stand-in/start.ts";
import { describeMusicSource } from "./music-source-suite.ts";

describeMusicSource("Spotify", async () => {
  const standIn = await startSpotifyStandIn();
  const queue = createOutgoingQueue({ name: "spotify", title: "Spotify" });
  const token = await tokenOf(standIn);
  const tokens = { current: async () => token, renewed: async () => token };
  const source = createSpotifySource(createSpotifyClient({ queue, apiUrl: standIn.apiUrl, tokens }));
  const [track] = standIn.world.tracks;
  const uri = `spotify:track:${track!.id}`;
  return {
    source,
    async close() {
      await queue.close();
      await standIn.close();
      if (standIn.violations.length > 0) throw new Error(standIn.violations.join("\n"));
    },
    known: {
      location: uri,
      missing: "spotify:track:0000000000000000000000",
      search: { hit: `${track!.title} ${track!.words}`, miss: "there is no such song anywhere" },
      isFavourite: async (location) => standIn.listener.library.has(location),
      async playlist(id) {
        const playlist = standIn.world.playlists.find((one) => one.id === id)!;
        const locations = playlist.items.flatMap((item) =>
          item.kind === "track" ? [`spotify:track:${item.track.id}`] : [],
        );
        return { name: playlist.name, locations };
      },
    },
  };
});

/** A token with every permission that the source needs, by the accounts service's own way. */
async function tokenOf({ accounts, clientId }: Awaited<ReturnType<typeof startSpotifyStandIn>>): Promise<string> {
  const verifier = "v".repeat(43);
  const { codeChallenge } = await import("../../src/sources/spotify/spotify-oauth.ts");
  const redirectUri = "http://127.0.0.1:5000/api/sources/spotify/callback";
  const asked = accounts.authorize(
    new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      redirect_uri: redirectUri,
      state: "s",
      scope: "playlist-read-private playlist-modify-private user-library-modify",
      code_challenge_method: "S256",
      code_challenge: codeChallenge(verifier),
    }),
  );
  if (!("redirect" in asked)) throw new Error(asked.page);
  const answer = accounts.token(
    new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code: new URL(asked.redirect).searchParams.get("code") ?? "",
      code_verifier: verifier,
    }),
  );
  return String(answer.body["access_token"]);
}
