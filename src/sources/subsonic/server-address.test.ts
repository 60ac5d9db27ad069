import { expect, test } from "vitest";
import { scopeOfAddress } from "./address-scope.ts";
import { parseServerAddress } from "./server-address.ts";

test.each([
  ["https://music.example.org", "https://music.example.org"],
  ["HTTPS://Music.Example.org:443/", "https://music.example.org"],
  ["  http://nas:4533/music/rest/ ", "http://nas:4533/music"],
  ["music.example.org", "https://music.example.org"],
  ["192.168.1.5:4533", "http://192.168.1.5:4533"],
  ["nas:4533", "http://nas:4533"],
  ["nas.local", "http://nas.local"],
  ["[::1]:4533", "http://[::1]:4533"],
  ["https://host/airsonic?x=1#top", "https://host/airsonic"],
])("%j is the server %s", (given, expected) => {
  expect(parseServerAddress(given)).toBe(expected);
});

test.each([
  "",
  "   ",
  "http://",
  "ftp://host",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://a:b@host",
  "http://exa mple",
])("%j is no server's address", (given) => {
  expect(() => parseServerAddress(given)).toThrow(expect.objectContaining({ code: "subsonic.address-invalid" }));
});

test.each([
  ["127.0.0.1", "private"],
  ["127.8.8.8", "private"],
  ["10.1.2.3", "private"],
  ["172.16.0.1", "private"],
  ["172.32.0.1", "public"],
  ["192.168.178.20", "private"],
  ["100.64.0.1", "private"],
  ["8.8.8.8", "public"],
  ["169.254.169.254", "forbidden"],
  ["0.0.0.0", "forbidden"],
  ["224.0.0.1", "forbidden"],
  ["255.255.255.255", "forbidden"],
  ["::1", "private"],
  ["::", "forbidden"],
  ["fd00::1", "private"],
  ["fe80::1%eth0", "forbidden"],
  ["ff02::1", "forbidden"],
  ["2606:4700::1111", "public"],
  ["::ffff:169.254.169.254", "forbidden"],
  ["::ffff:127.0.0.1", "private"],
  ["::ffff:a9fe:a9fe", "forbidden"],
  ["64:ff9b::a00:1", "private"],
  ["no address", "forbidden"],
])("%s is %s", (address, scope) => {
  expect(scopeOfAddress(address)).toBe(scope);
});
