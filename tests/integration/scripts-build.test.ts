/** The steps behind `npm start` and `npm run build`: what counts as stale, what counts as installed, one builder at a time. */
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { z } from "zod";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isSupportedNode } from "../../scripts/node-version.mjs";
import { withLock } from "../../scripts/steps/file-lock.mjs";
import { compareFingerprints, hashFile, readFileFacts } from "../../scripts/steps/fingerprint.mjs";
import { missingPackages } from "../../scripts/steps/install.mjs";
import { precompress } from "../../scripts/steps/precompress.mjs";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "moodsync-scripts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("isSupportedNode", () => {
  it.each([
    ["20.19.0", true],
    ["20.20.2", true],
    ["22.0.0", true],
    ["100.1.0", true],
    ["20.18.3", false],
    ["18.20.8", false],
    ["9.99.99", false],
  ])("%s -> %s", (version, supported) => {
    expect(isSupportedNode(version)).toBe(supported);
  });
});

const facts = (size: number, mtimeMs: number) => ({ size, mtimeMs });

describe("compareFingerprints", () => {
  const recorded = { "a.ts": { size: 1, mtimeMs: 10, hash: "A" }, "b.ts": { size: 2, mtimeMs: 20, hash: "B" } };

  it("finds nothing changed, and reads nothing, where sizes and times agree", () => {
    const hashOf = vi.fn<(file: string) => string>();
    const result = compareFingerprints(recorded, { "a.ts": facts(1, 10), "b.ts": facts(2, 20) }, hashOf);
    expect(result).toEqual({ changed: [], touched: false, fingerprint: recorded });
    expect(hashOf).not.toHaveBeenCalled();
  });

  it("takes another time with the same content for touched, not for changed", () => {
    const result = compareFingerprints(recorded, { "a.ts": facts(1, 99), "b.ts": facts(2, 20) }, () => "A");
    expect(result.changed).toEqual([]);
    expect(result.touched).toBe(true);
    expect(result.fingerprint["a.ts"]).toEqual({ size: 1, mtimeMs: 99, hash: "A" });
  });

  it("names what was edited, added and removed", () => {
    const present = { "a.ts": facts(1, 11), "c.ts": facts(3, 30) };
    const { changed } = compareFingerprints(recorded, present, (file) => `other ${file}`);
    expect(changed.toSorted()).toEqual(["a.ts", "b.ts", "c.ts"]);
  });

  it("takes everything for changed where nothing is recorded", () => {
    expect(compareFingerprints(null, { "a.ts": facts(1, 1) }, () => "A").changed).toEqual(["a.ts"]);
  });
});

describe("readFileFacts", () => {
  it("lists files and folders below the root, without what is absent or not accepted", async () => {
    await mkdir(path.join(folder, "src/deep"), { recursive: true });
    await writeFile(path.join(folder, "src/deep/a.ts"), "abc");
    await writeFile(path.join(folder, "src/a.test.ts"), "x");
    await writeFile(path.join(folder, "lock.json"), "{}");
    await utimes(path.join(folder, "lock.json"), 5, 5);
    const listed = readFileFacts(folder, ["src", "lock.json", "absent"], (file) => !file.includes(".test."));
    expect(Object.keys(listed)).toEqual(["src/deep/a.ts", "lock.json"]);
    expect(listed["src/deep/a.ts"]?.size).toBe(3);
    expect(listed["lock.json"]?.mtimeMs).toBe(5000);
    expect(hashFile(path.join(folder, "src/deep/a.ts"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("missingPackages", () => {
  const lock = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/hono": { version: "4.0.0", integrity: "h" },
      "node_modules/binding-linux": { version: "1.0.0", integrity: "l", optional: true },
      "node_modules/binding-mac": { version: "1.0.0", integrity: "m", optional: true },
    },
  };

  it("finds nothing missing though the bindings of other platforms are absent", () => {
    const installed = {
      packages: {
        "node_modules/hono": { version: "4.0.0", integrity: "h" },
        "node_modules/binding-linux": { version: "1.0.0", integrity: "l" },
      },
    };
    expect(missingPackages(lock, installed)).toEqual([]);
  });

  it("names packages that are absent, and those of another version, optional or not", () => {
    const installed = { packages: { "node_modules/binding-linux": { version: "0.9.0", integrity: "old" } } };
    expect(missingPackages(lock, installed)).toEqual(["node_modules/hono", "node_modules/binding-linux"]);
    expect(missingPackages(lock, null)).toEqual(["node_modules/hono"]);
  });
});

const LockSchema = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
});

describe("package-lock.json", () => {
  it("holds every platform's bindings and no address of a registry", async () => {
    const text = await readFile(new URL("../../package-lock.json", import.meta.url), "utf8");
    const { packages } = LockSchema.parse(JSON.parse(text));
    const places = new Set(Object.keys(packages).map((place) => place.replace(/^.*node_modules\//u, "")));
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.length).toBeGreaterThan(50);
    // `npm ci` refuses a lock that lacks one of them, on every platform.
    expect(wanted.filter((name) => !places.has(name))).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });
});

describe("withLock", () => {
  it("lets one in at a time", async () => {
    const file = path.join(folder, "deep/build.lock");
    const said: string[] = [];
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, (sentence) => said.push(sentence), work)));
    expect(most).toBe(1);
    expect(said).toEqual(["Waiting for another build to finish ...", "Waiting for another build to finish ..."]);
  });

  it("takes over from a process that died, and lets go when the work fails", async () => {
    const file = path.join(folder, "build.lock");
    // Above the largest process id that Linux gives out.
    await writeFile(file, "4194999");
    await expect(
      withLock(
        file,
        () => undefined,
        () => Promise.reject(new Error("broken")),
      ),
    ).rejects.toThrow("broken");
    await expect(
      withLock(
        file,
        () => undefined,
        () => Promise.resolve("done"),
      ),
    ).resolves.toBe("done");
  });
});

describe("precompress", () => {
  it("lays copies that unpack to the same bytes beside what shrinks, and nothing beside what does not", async () => {
    const web = path.join(folder, "web");
    const cache = path.join(folder, "cache");
    await mkdir(path.join(web, "assets"), { recursive: true });
    const text = "a soft surface ".repeat(500);
    await writeFile(path.join(web, "assets/app.js"), text);
    await writeFile(path.join(web, "small.css"), "a{}");

    await writeFile(path.join(web, "noise.wasm"), patternless(4096));
    expect(await precompress(web, cache)).toBe(2);
    expect(brotliDecompressSync(await readFile(path.join(web, "assets/app.js.br"))).toString()).toBe(text);
    expect(gunzipSync(await readFile(path.join(web, "assets/app.js.gz"))).toString()).toBe(text);
    await expect(readFile(path.join(web, "small.css.br"))).rejects.toThrow("ENOENT");
    await expect(readFile(path.join(web, "noise.wasm.br"))).rejects.toThrow("ENOENT");
  });

  it("takes what it compressed before from the cache", async () => {
    const web = path.join(folder, "web");
    const cache = path.join(folder, "cache");
    await mkdir(web);
    await writeFile(path.join(web, "app.js"), "x".repeat(5000));
    await precompress(web, cache);
    const hash = hashFile(path.join(web, "app.js"));
    await writeFile(path.join(cache, `${hash}.gz`), "from the cache");
    await precompress(web, cache);
    expect(await readFile(path.join(web, "app.js.gz"), "utf8")).toBe("from the cache");
  });
});

/** Bytes without any pattern, the same every time (xorshift32). */
function patternless(length: number): Uint8Array {
  let state = 2_463_534_242;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}
