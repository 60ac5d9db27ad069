import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { defaultServiceConfig } from "./service-config.ts";

test("with nothing set the real services are meant and none is configured", () => {
  const { services } = readConfig({});
  expect(services).toEqual(defaultServiceConfig());
  expect(services.secret).toBeNull();
  expect(services.spotify).toEqual({
    clientId: null,
    apiUrl: "https://api.spotify.com/v1",
    accountsUrl: "https://accounts.spotify.com",
    sdkUrl: "https://sdk.scdn.co/spotify-player.js",
  });
});

test("addresses can point elsewhere, without the slash at their end", () => {
  const { services } = readConfig({
    MOODSYNC_SPOTIFY_API_URL: "http://127.0.0.1:4000/v1/",
    MOODSYNC_SPOTIFY_ACCOUNTS_URL: "https://gateway.example/accounts",
  });
  expect(services.spotify.apiUrl).toBe("http://127.0.0.1:4000/v1");
  expect(services.spotify.accountsUrl).toBe("https://gateway.example/accounts");
});

test.each([
  ["MOODSYNC_SPOTIFY_API_URL", "http://api.example/v1"],
  ["MOODSYNC_SPOTIFY_API_URL", "http://127.0.0.1.example/v1"],
  ["MOODSYNC_SPOTIFY_API_URL", "http://user:password@127.0.0.1/v1"],
  ["MOODSYNC_SPOTIFY_API_URL", "https://api.example/v1?token=x"],
  ["MOODSYNC_SPOTIFY_ACCOUNTS_URL", "accounts"],
  ["MOODSYNC_SPOTIFY_SDK_URL", "javascript:alert(1)"],
  ["MOODSYNC_SPOTIFY_CLIENT_ID", "not an id"],
  ["MOODSYNC_SECRET", "too short"],
  ["MOODSYNC_APPLE_TEAM_ID", "lowercase1"],
])("%s %j is refused by its name", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name));
});

test("a refused secret is not repeated in what is said about it", () => {
  expect(() => readConfig({ MOODSYNC_SECRET: "my-little-one" })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("my-little-one") }),
  );
});
