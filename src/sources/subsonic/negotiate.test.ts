import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { OutgoingAnswer, OutgoingRequest } from "../services/outgoing-request.ts";
import { negotiate } from "./negotiate.ts";

const CREDENTIALS = { username: "anna", password: "pässword" } as const;

/** A server that answers a ping by its parameters; what it was asked is written down. */
function server(answerTo: (parameters: URLSearchParams) => Record<string, unknown>) {
  const asked: URLSearchParams[] = [];
  const request = async ({ url }: OutgoingRequest): Promise<OutgoingAnswer> => {
    const parameters = new URL(url).searchParams;
    asked.push(parameters);
    const content = { status: "ok", version: "1.16.1", ...answerTo(parameters) };
    const text = JSON.stringify({ "subsonic-response": content });
    return {
      status: 200,
      headers: new Headers(),
      text: async () => text,
      json: async () => JSON.parse(text),
      body: null,
    };
  };
  return { asked, queue: { request } };
}

const failed = (code: number, version = "1.16.1") => ({ status: "failed", version, error: { code, message: "no" } });
const http = { address: "http://music.example.org", credentials: CREDENTIALS } as const;

test("a token is the MD5 of password and salt in UTF-8, with a fresh salt of 16 bytes", async () => {
  const { asked, queue } = server(() => ({}));
  const { signIn } = await negotiate({ ...http, queue, scope: () => "public" });
  const salt = asked[0]?.get("s") ?? "";
  expect(salt).toMatch(/^[0-9a-f]{32}$/);
  expect(asked[0]?.get("t")).toBe(createHash("md5").update(`pässword${salt}`).digest("hex"));
  expect([signIn.kind, asked[0]?.get("p"), asked[0]?.get("f")]).toEqual(["token", null, "json"]);
});

test.each([41, 10])(
  "where tokens are refused with %i the password follows, hexadecimal, in the private network",
  async (code) => {
    const { asked, queue } = server((parameters) => (parameters.has("p") ? {} : failed(code)));
    const { signIn } = await negotiate({ ...http, queue, scope: () => "private" });
    expect(signIn).toMatchObject({ kind: "password", username: "anna" });
    expect(asked.at(-1)?.get("p")).toBe(`enc:${Buffer.from("pässword").toString("hex")}`);
  },
);

test("the password never crosses the internet unprotected, and follows no other refusal", async () => {
  const refusing = server((parameters) => (parameters.has("p") ? {} : failed(41)));
  await expect(negotiate({ ...http, queue: refusing.queue, scope: () => "public" })).rejects.toMatchObject({
    code: "subsonic.password-needs-https",
  });
  expect(refusing.asked.some((parameters) => parameters.has("p"))).toBe(false);
  const https = { ...http, address: "https://music.example.org" };
  expect((await negotiate({ ...https, queue: refusing.queue, scope: () => "public" })).signIn.kind).toBe("password");
  const wrong = server(() => failed(40));
  await expect(negotiate({ ...https, queue: wrong.queue, scope: () => "public" })).rejects.toMatchObject({
    code: "subsonic.wrong-password",
  });
  expect(wrong.asked).toHaveLength(1);
});

test("a server that finds our version too new is spoken to in its own, with the password before 1.13", async () => {
  const speaking = (version: string) =>
    server((parameters) => (parameters.get("v") === version ? { version } : failed(30, version)));
  const newer = await negotiate({ ...http, queue: speaking("1.14.0").queue, scope: () => "private" });
  expect([newer.traits.apiVersion, newer.signIn.kind]).toEqual(["1.14.0", "token"]);
  const older = await negotiate({ ...http, queue: speaking("1.10.2").queue, scope: () => "private" });
  expect([older.traits.apiVersion, older.signIn.kind]).toEqual(["1.10.2", "password"]);
  const oldest = speaking("1.7.0");
  await expect(negotiate({ ...http, queue: oldest.queue, scope: () => "private" })).rejects.toMatchObject({
    code: "subsonic.server-too-old",
  });
});

test("forms are used where they are announced; a server that announces and does not answer is one without extensions", async () => {
  const open = { openSubsonic: true, type: "x" };
  const announcing = server(() => ({ ...open, openSubsonicExtensions: [{ name: "formPost" }, { broken: 1 }] }));
  expect((await negotiate({ ...http, queue: announcing.queue, scope: () => "public" })).traits.formPost).toBe(true);
  let calls = 0;
  const silent = server(() => ((calls += 1) === 1 ? open : failed(70)));
  expect((await negotiate({ ...http, queue: silent.queue, scope: () => "public" })).traits.formPost).toBe(false);
});
