import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { dataFolder } from "../contracts/data-folder.ts";
import { readConfig } from "./config.ts";

test("with nothing set it listens on loopback, port 5000, on a folder of the platform's custom", () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 5000, host: "127.0.0.1", musicDir: null });
  expect(isAbsolute(config.dataDir)).toBe(true);
  expect(config.webDir).toMatch(/dist.web$/);
});

test("what is set is taken; set to nothing is not set; relative folders become absolute", () => {
  const config = readConfig({ PORT: "0", HOST: "::1", MUSIC_DIR: "music", MOODSYNC_DATA_DIR: "/d", LOG_LEVEL: "" });
  expect(config).toMatchObject({ port: 0, host: "::1", dataDir: "/d" });
  expect(isAbsolute(config.musicDir ?? "")).toBe(true);
});

test.each(["65536", "-1", "5000.5", "0x50", "1e3", " 80", "http"])("PORT %j is refused", (PORT) => {
  expect(() => readConfig({ PORT })).toThrow(/PORT/);
});

test("every violation is listed, not the first alone", () => {
  const refused = { PORT: "x", HOST: "a b", LOG_LEVEL: "loud", MUSIC_DIR: "a\0b" };
  expect(() => readConfig(refused)).toThrow(
    expect.objectContaining({
      code: "config.invalid",
      details: { violations: expect.objectContaining({ length: 4 }) },
    }),
  );
});

test.each([
  ["linux", { XDG_DATA_HOME: "/xdg" }, "/xdg/moodsync"],
  ["linux", { XDG_DATA_HOME: "relative" }, "/home/me/.local/share/moodsync"],
  ["linux", {}, "/home/me/.local/share/moodsync"],
  ["darwin", { XDG_DATA_HOME: "/xdg" }, "/home/me/Library/Application Support/MoodSync"],
  ["win32", { LOCALAPPDATA: "C:\\L" }, "C:\\L\\MoodSync"],
  ["linux", { MOODSYNC_DATA_DIR: "/mine", XDG_DATA_HOME: "/xdg" }, "/mine"],
])("on %s with %j the data folder is right", (platform, env, expected) => {
  expect(dataFolder({ env, platform, home: "/home/me" })).toBe(expected);
});

test("a database's address is taken as it is; one that is none is refused without a word of it", () => {
  expect(readConfig({}).databaseUrl).toBeNull();
  const address = "postgres://me:s%40cret@db.example/moods?sslmode=verify-full";
  expect(readConfig({ DATABASE_URL: address, MOODSYNC_DATABASE_POOL: "3" })).toMatchObject({
    databaseUrl: address,
    databasePool: 3,
  });
  expect(readConfig({ DATABASE_URL: "postgresql://%2Frun%2Fpostgresql/moods" }).databaseUrl).not.toBeNull();
  for (const DATABASE_URL of [
    "mysql://me:hunter2@h/d",
    "postgres://me:hunter2@h",
    "hunter2",
    "postgres://[hunter2/d",
  ]) {
    const refused = () => readConfig({ DATABASE_URL, MOODSYNC_DATABASE_POOL: "0" });
    expect(refused).toThrow(/DATABASE_URL must be an address/);
    expect(refused).toThrow(/MOODSYNC_DATABASE_POOL/);
    expect(refused).not.toThrow(/hunter2/);
  }
});
