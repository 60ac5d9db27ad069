import { expect, test } from "vitest";
import { spotifySentence, toSignInError, toSpotifyError } from "./spotify-errors.ts";

const said = (message: string, reason?: string) => ({ error: { status: 403, message, reason } });

test.each([
  [403, said("Player command failed: Premium required", "PREMIUM_REQUIRED"), "spotify.premium-required"],
  [403, said("Premium required"), "spotify.premium-required"],
  [403, said("Active premium subscription required for the owner of the app"), "spotify.owner-premium"],
  [403, said("User not registered in the Developer Dashboard"), "spotify.user-not-listed"],
  [403, said("Insufficient client scope"), "spotify.permission-missing"],
  [404, said("No active device found", "NO_ACTIVE_DEVICE"), "spotify.no-device"],
  [404, said("Device not found"), "spotify.device-gone"],
  [403, said("not controllable", "DEVICE_NOT_CONTROLLABLE"), "spotify.device-closed"],
  [403, said("cannot control", "VOLUME_CONTROL_DISALLOW"), "spotify.device-closed"],
  [403, said("no next", "NO_NEXT_TRACK"), "spotify.nothing-further"],
  [403, said("Player command failed: Restriction violated", "UNKNOWN"), "spotify.command-refused"],
  [403, said("This is not available in your market"), "spotify.market-restricted"],
  [403, said("Forbidden"), "spotify.refused"],
  [404, said("Resource not found"), "spotify.not-found"],
  [401, said("The access token expired"), "spotify.sign-in-ended"],
  [400, said("Invalid limit"), "spotify.request-wrong"],
  [500, null, "spotify.failed"],
  [403, null, "spotify.refused"],
  [403, "a page", "spotify.refused"],
  [403, { error: "text" }, "spotify.refused"],
  [403, { error: { message: 7, reason: { nested: true } } }, "spotify.refused"],
])("%i %j is %s", (status, body, code) => {
  expect(toSpotifyError({ status, body }).code).toBe(code);
});

test("a bare refusal is told by what it was for", () => {
  expect(toSpotifyError({ status: 403, body: said("Forbidden") }, { on: "playlist" }).code).toBe(
    "spotify.playlist-closed",
  );
  expect(toSpotifyError({ status: 404, body: null }, { on: "player" }).code).toBe("spotify.no-device");
  const missing = toSpotifyError({ status: 403, body: said("Insufficient client scope") }, { purpose: "save" });
  expect(missing.details).toEqual({ status: 403, purpose: "save" });
});

test.each([
  [{ error: "invalid_grant", error_description: "Invalid authorization code" }, "spotify.code-refused"],
  [{ error: "invalid_grant", error_description: "Invalid redirect URI" }, "spotify.redirect-mismatch"],
  [{ error: "invalid_client" }, "spotify.client-id-wrong"],
  [{ error: "server_error" }, "spotify.failed"],
  [null, "spotify.failed"],
  ["<html>", "spotify.failed"],
])("of %j the sign-in says %s", (body, code) => {
  expect(toSignInError({ status: 400, body }).code).toBe(code);
});

test("what Spotify wrote is not passed on, it might repeat what was sent", () => {
  const error = toSpotifyError({ status: 403, body: said("Bearer BQ-secret was refused", "BQ-secret") });
  expect(JSON.stringify([error.message, error.details])).not.toContain("BQ-secret");
  const signIn = toSignInError({ status: 400, body: { error: "AQ secret", error_description: "AQ secret" } });
  expect(JSON.stringify([signIn.message, signIn.details])).not.toContain("AQ secret");
});

test("sentences are known by their codes alone", () => {
  expect(spotifySentence("spotify.no-device")).toMatch(/device/);
  for (const code of ["toString", "__proto__", "service.timeout", ""]) expect(spotifySentence(code)).toBeNull();
});
