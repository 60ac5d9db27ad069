/** The composer in the page and the composer in Node: the same request gives the same piece, note for note. */
import { readdirSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pieceMood } from "../../src/core/composition/mood-attributes.ts";
import type { Piece } from "../../src/core/composition/piece.ts";
import type { Composer } from "../../src/inference/composer.ts";
import { loadComposer } from "../../src/inference/load-model.ts";
import { createNodeRuntime } from "../../src/inference/runtimes/node.ts";
import type { ComposerReply, ComposerRequest } from "../../src/web/composing/composer-protocol.ts";
import { describeInBrowser, openBrowser } from "./setting/browser.ts";
import { startServer, type ServerProcess } from "./setting/server-process.ts";

const ROOT = new URL("../../", import.meta.url);
const REQUESTS = [
  { mood: pieceMood("happy"), bars: 20, seed: 7 },
  { mood: pieceMood("fear"), bars: 12, seed: 123_456_789 },
  { mood: pieceMood({ valence: -0.31, arousal: -0.72 }), bars: 16, seed: 0 },
];

/** The address of the built worker, whose name holds its hash. */
function workerPath(): string {
  const name = readdirSync(new URL("dist/web/assets/", ROOT)).find((file) => /^composer-worker-.*\.js$/u.test(file));
  if (name === undefined) throw new Error("The build holds no composer worker.");
  return `/assets/${name}`;
}

async function openComposer(): Promise<Composer> {
  const read = (file: string): Buffer => readFileSync(new URL(`models/composer/${file}`, ROOT));
  const files = { config: JSON.parse(read("config.json").toString()), modelBytes: new Uint8Array(read("model.onnx")) };
  return loadComposer(await createNodeRuntime(), files);
}

/** Asks a worker of the page for one thing. */
async function askInPage(page: Page, path: string, request: ComposerRequest): Promise<ComposerReply> {
  return page.evaluate(
    async ([worker, asked]) => {
      const composer = new Worker(worker, { type: "module" });
      const answered = new Promise<ComposerReply>((resolve, reject) => {
        composer.addEventListener("error", (event) => reject(new Error(event.message)));
        composer.addEventListener("message", ({ data }) => {
          if (data?.id === asked.id && data.kind !== "progress") resolve(data);
        });
      });
      composer.postMessage(asked, { transfer: [] });
      try {
        return await answered;
      } finally {
        composer.terminate();
      }
    },
    [path, request] as const,
  );
}

describeInBrowser("a piece", () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let composer: Composer;

  beforeAll(async () => {
    server = await startServer(null);
    browser = await openBrowser({ camera: null });
    page = await browser.newPage();
    await page.goto(server.url);
    composer = await openComposer();
  });
  afterAll(async () => {
    await composer?.release();
    await browser?.close();
    await server?.remove();
  });

  test("has the same notes in the browser and in Node", async () => {
    const pieces: Piece[] = [];
    for (const [id, request] of REQUESTS.entries()) {
      const reply = await askInPage(page, workerPath(), { kind: "piece", id, ...request });
      expect(reply).toMatchObject({ kind: "piece" });
      if (reply.kind !== "piece") return;
      pieces.push(reply.piece);
      expect(reply.piece).toEqual(await composer.compose(request));
    }
    expect(pieces.map(({ notes }) => notes.length > 100)).toEqual([true, true, true]);
  });
});
