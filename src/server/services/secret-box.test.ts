import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSecretBox } from "./secret-box.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "moodsync-secret-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const unreadable = expect.objectContaining({ code: "secret.unreadable" });

test("what is sealed comes back, looks different each time and shows nothing", async () => {
  const box = await openSecretBox({ dataDir: await folder(), secret: null });
  const sealed = box.seal("a token é😀", "spotify:1");
  expect(box.open(sealed, "spotify:1")).toBe("a token é😀");
  expect(box.open(box.seal("", "x"), "x")).toBe("");
  expect(box.seal("a token é😀", "spotify:1")).not.toBe(sealed);
  expect(Buffer.from(sealed.slice(3), "base64url").toString("latin1")).not.toContain("token");
});

test("another listener's or service's context does not open it", async () => {
  const box = await openSecretBox({ dataDir: await folder(), secret: null });
  const sealed = box.seal("token", "spotify:1");
  expect(() => box.open(sealed, "spotify:2")).toThrow(unreadable);
  expect(() => box.open(sealed, "subsonic:1")).toThrow(unreadable);
});

test("every bit of it is protected", async () => {
  const box = await openSecretBox({ dataDir: await folder(), secret: null });
  const bytes = Buffer.from(box.seal("token", "c").slice(3), "base64url");
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => box.open(`v1.${changed.toString("base64url")}`, "c")).toThrow(unreadable);
  }
});

test.each(["", "v1.", "v1.AAAA", "v2.AAAA", "not sealed at all"])("%j is not opened", async (sealed) => {
  const box = await openSecretBox({ dataDir: await folder(), secret: null });
  expect(() => box.open(sealed, "c")).toThrow(unreadable);
});

test("the key file is for this user alone and serves the next start", async () => {
  const dataDir = await folder();
  const sealed = (await openSecretBox({ dataDir, secret: null })).seal("token", "c");
  const file = join(dataDir, "secret.key");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(["secret.key"]);
  await chmod(file, 0o644);
  expect((await openSecretBox({ dataDir, secret: null })).open(sealed, "c")).toBe("token");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("many who start at once agree on one key", async () => {
  const dataDir = await folder();
  const boxes = await Promise.all(Array.from({ length: 8 }, () => openSecretBox({ dataDir, secret: null })));
  const sealed = boxes[0]!.seal("token", "c");
  expect(boxes.map((box) => box.open(sealed, "c"))).toEqual(Array.from({ length: 8 }, () => "token"));
});

test("a secret from the environment needs no file, and another one opens nothing", async () => {
  const dataDir = await folder();
  const sealed = (await openSecretBox({ dataDir, secret: "one long secret" })).seal("token", "c");
  expect(await readdir(dataDir)).toEqual([]);
  expect((await openSecretBox({ dataDir, secret: "one long secret" })).open(sealed, "c")).toBe("token");
  const other = await openSecretBox({ dataDir, secret: "another long secret" });
  expect(() => other.open(sealed, "c")).toThrow(unreadable);
});

test("a key file that is broken is neither used nor replaced", async () => {
  const dataDir = await folder();
  await writeFile(join(dataDir, "secret.key"), "short");
  await expect(openSecretBox({ dataDir, secret: null })).rejects.toMatchObject({ code: "secret.key-file" });
  expect(await readFile(join(dataDir, "secret.key"), "utf8")).toBe("short");
});
