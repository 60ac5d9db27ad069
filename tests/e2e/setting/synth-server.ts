/** Builds the bare page around the live synthesiser and serves it, with the SoundFont, as the application serves its own page. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { build } from "vite";
import { listen } from "../../../src/server/listen.ts";
import { securityHeaders } from "../../../src/server/middleware/security-headers.ts";
import { staticWeb } from "../../../src/server/middleware/static-web.ts";
import { SOUND_FONT_FOLDER } from "../../../src/synthesis/sound-font-file.ts";

const PAGE = fileURLToPath(new URL("../synth-page", import.meta.url));

export interface SynthServer {
  url: string;
  /** Paths that were asked for; the page's own list leaves out what its worklets load. */
  served: readonly string[];
  close(): Promise<void>;
}

export async function serveSynthPage(): Promise<SynthServer> {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-synth-"));
  const webDir = join(folder, "web");
  await build({
    configFile: false,
    root: PAGE,
    logLevel: "warn",
    build: { outDir: webDir, emptyOutDir: true, assetsInlineLimit: 0, target: "es2022" },
  });
  await cp(SOUND_FONT_FOLDER, join(folder, "soundfont"), { recursive: true });
  const served: string[] = [];
  const app = new Hono();
  app.use(async (context, next) => {
    served.push(context.req.path);
    await next();
  });
  app.use(
    securityHeaders(async () => ({ spotify: null, appleMusic: null })),
    staticWeb(webDir),
  );
  const listening = await listen(app, "127.0.0.1", 0);
  return {
    url: listening.url,
    served,
    async close() {
      await listening.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
