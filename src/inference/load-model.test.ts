import { afterEach, describe, expect, it, vi } from "vitest";
import { loadFaceDetector, loadFaceEmotion } from "./load-model.ts";
import type { InferenceRuntime } from "./runtimes/inference-runtime.ts";

const modelBytes = new TextEncoder().encode("weights");
const SHA256_OF_WEIGHTS = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";
const detectorConfig = (sha256: string) => ({ input: { name: "image" }, output: "raw", sha256 });

function countingRuntime(): InferenceRuntime & { loaded: number } {
  return {
    name: "counting",
    loaded: 0,
    async load() {
      this.loaded++;
      return { run: async () => ({}), release: async () => {} };
    },
  };
}

afterEach(() => vi.unstubAllGlobals());

describe("loading a model", () => {
  it("runs weights that belong to their config", async () => {
    const runtime = countingRuntime();
    await loadFaceDetector(runtime, { config: detectorConfig(SHA256_OF_WEIGHTS), modelBytes });
    expect(runtime.loaded).toBe(1);
  });

  it("never hands other weights to the engine", async () => {
    const runtime = countingRuntime();
    const loading = loadFaceDetector(runtime, { config: detectorConfig("0".repeat(64)), modelBytes });
    await expect(loading).rejects.toMatchObject({
      code: "model.hash-mismatch",
      details: { actual: SHA256_OF_WEIGHTS, expected: "0".repeat(64) },
    });
    expect(runtime.loaded).toBe(0);
  });

  it("checks the config first", async () => {
    const runtime = countingRuntime();
    await expect(loadFaceEmotion(runtime, { config: {}, modelBytes })).rejects.toMatchObject({
      code: "model.config-invalid",
    });
    expect(runtime.loaded).toBe(0);
  });

  it("says why it cannot verify where the page is not secure", async () => {
    vi.stubGlobal("crypto", {});
    const loading = loadFaceDetector(countingRuntime(), { config: detectorConfig(SHA256_OF_WEIGHTS), modelBytes });
    await expect(loading).rejects.toMatchObject({ code: "model.unverifiable", kind: "unsupported" });
  });
});
