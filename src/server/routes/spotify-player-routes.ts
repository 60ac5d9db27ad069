/** Spotify's players, below /sources/spotify/player: devices, commands, state, and the token that the SDK in the page needs. */
import { createRoute, type z } from "@hono/zod-openapi";
import {
  SpotifyCommandSchema,
  SpotifyDeviceListSchema,
  SpotifyDoneSchema,
  SpotifyEnqueueSchema,
  SpotifyPlayerStateSchema,
  SpotifyPlayerTokenSchema,
  SpotifyPlaySchema,
  SpotifyQueueSchema,
  SpotifySeekSchema,
  SpotifyTransferSchema,
  SpotifyVolumeSchema,
} from "../../contracts/spotify.ts";
import { spotifyError } from "../../sources/spotify/spotify-errors.ts";
import type { SpotifyService } from "../services/spotify/spotify-service.ts";
import { createRouter, errorAnswers, jsonAnswer, jsonBody } from "./router.ts";

const PLAYER = "/sources/spotify/player";
const DONE = { done: true } as const;

const getDevices = createRoute({
  method: "get",
  path: "/sources/spotify/devices",
  summary: "The listener's devices that take commands",
  responses: { 200: jsonAnswer("the devices", SpotifyDeviceListSchema), ...errorAnswers(403, 409, 503) },
});

const getState = createRoute({
  method: "get",
  path: PLAYER,
  summary: "What plays, where and at which place; ask when something happened, not once a second",
  responses: { 200: jsonAnswer("the state", SpotifyPlayerStateSchema), ...errorAnswers(403, 409, 503) },
});

const getQueue = createRoute({
  method: "get",
  path: `${PLAYER}/queue`,
  summary: "What comes next",
  responses: { 200: jsonAnswer("the queue", SpotifyQueueSchema), ...errorAnswers(403, 409, 503) },
});

const getToken = createRoute({
  method: "post",
  path: "/sources/spotify/player-token",
  summary: "A token for the Web Playback SDK: to be handed to it and kept nowhere",
  responses: { 200: jsonAnswer("the token", SpotifyPlayerTokenSchema), ...errorAnswers(403, 409, 503) },
});

const transfer = commandRoute("put", PLAYER, "Go on playing on another device", SpotifyTransferSchema);
const play = commandRoute("put", `${PLAYER}/play`, "Play songs, or go on with what was playing", SpotifyPlaySchema);
const pause = commandRoute("put", `${PLAYER}/pause`, "Pause", SpotifyCommandSchema);
const next = commandRoute("post", `${PLAYER}/next`, "Skip to the next song", SpotifyCommandSchema);
const previous = commandRoute("post", `${PLAYER}/previous`, "Go back to the song before", SpotifyCommandSchema);
const seek = commandRoute("put", `${PLAYER}/seek`, "Go to a place in the song", SpotifySeekSchema);
const volume = commandRoute("put", `${PLAYER}/volume`, "Set the device's volume", SpotifyVolumeSchema);
const enqueue = commandRoute("post", `${PLAYER}/queue`, "Add a song to the queue", SpotifyEnqueueSchema);

export function createSpotifyPlayerRoutes({ player, session }: SpotifyService) {
  return createRouter()
    .openapi(getDevices, async (context) => context.json(await player.devices(), 200))
    .openapi(getState, async (context) => context.json(await player.state(), 200))
    .openapi(getQueue, async (context) => context.json(await player.queue(), 200))
    .openapi(getToken, async (context) => {
      context.header("Cache-Control", "no-store");
      if ((await session.connection())?.allowed.includes("player") === false) {
        throw spotifyError("spotify.permission-missing", { details: { purpose: "player" } });
      }
      return context.json(await session.playerToken(), 200);
    })
    .openapi(transfer, async (context) => {
      const { deviceId, play: start } = context.req.valid("json");
      await player.transfer(deviceId, start);
      return context.json(DONE, 200);
    })
    .openapi(play, async (context) => {
      await player.play(context.req.valid("json"));
      return context.json(DONE, 200);
    })
    .openapi(pause, async (context) => {
      await player.pause(context.req.valid("json").deviceId);
      return context.json(DONE, 200);
    })
    .openapi(next, async (context) => {
      await player.next(context.req.valid("json").deviceId);
      return context.json(DONE, 200);
    })
    .openapi(previous, async (context) => {
      await player.previous(context.req.valid("json").deviceId);
      return context.json(DONE, 200);
    })
    .openapi(seek, async (context) => {
      const { positionMs, deviceId } = context.req.valid("json");
      await player.seek(positionMs, deviceId);
      return context.json(DONE, 200);
    })
    .openapi(volume, async (context) => {
      const { percent, deviceId } = context.req.valid("json");
      await player.volume(percent, deviceId);
      return context.json(DONE, 200);
    })
    .openapi(enqueue, async (context) => {
      const { uri, deviceId } = context.req.valid("json");
      await player.enqueue(uri, deviceId);
      return context.json(DONE, 200);
    });
}

function commandRoute<Method extends "put" | "post", Path extends string, Body extends z.ZodType>(
  method: Method,
  path: Path,
  summary: string,
  body: Body,
) {
  return createRoute({
    method,
    path,
    summary,
    request: { body: jsonBody(body) },
    responses: { 200: jsonAnswer("Spotify took it", SpotifyDoneSchema), ...errorAnswers(400, 403, 409, 503) },
  });
}
