/**
 * What another Spotify device plays: asked when the screen is looked at, after a command, and when the song should be
 * over. Never by the second: Spotify counts every request.
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { SpotifyPlayerState } from "../../../contracts/spotify.ts";
import { spotifyApi } from "./spotify-api.ts";
import { spotifyHere, useSpotifyPlayback } from "./spotify-playback.ts";
import { PLAYER_KEY } from "./spotify-queries.ts";

/** After the song's end, so that the next one is there; and no oftener than this in any case. */
const AFTER_END_MS = 1500;
const SOONEST_MS = 10_000;

/** When to ask next, after this was heard; false where nothing will change by itself. */
export function askAgainAfterMs(state: SpotifyPlayerState | undefined, nowMs: number): number | false {
  if (state === undefined || state.track === null || !state.playing) return false;
  const leftMs = state.track.durationMs - state.positionMs - Math.max(0, nowMs - state.atMs);
  return Math.max(SOONEST_MS, leftMs + AFTER_END_MS);
}

/** Keeps `remote` fresh while `wanted`; nothing is asked while this browser is what plays. */
export function useRemoteWatch(wanted: boolean): void {
  const here = useStore(spotifyHere, (state) => state.playback !== null);
  const taken = useSpotifyPlayback((state) => state.taken);
  const asked = useQuery({
    queryKey: PLAYER_KEY,
    queryFn: ({ signal }) => spotifyApi.player(signal),
    enabled: wanted && !here,
    retry: false,
    refetchInterval: (query) => askAgainAfterMs(query.state.data, Date.now()),
    refetchOnWindowFocus: true,
    staleTime: SOONEST_MS,
  });
  const { data, refetch } = asked;
  useEffect(() => {
    if (data !== undefined) useSpotifyPlayback.setState({ remote: here ? null : data });
  }, [data, here]);
  // A command was taken; Spotify needs a moment until its own state shows it.
  useEffect(() => {
    if (taken === 0 || !wanted || here) return undefined;
    const timer = setTimeout(() => void refetch(), 1000);
    return () => clearTimeout(timer);
  }, [taken, wanted, here, refetch]);
}
