/**
 * Builds the web app in src/web into dist/web; every asset is hashed and served by our own server.
 * In development Vite serves the page, and our server (on PORT) what the page asks it for.
 */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type ProxyOptions } from "vite";

const server = `http://127.0.0.1:${process.env["PORT"] ?? "5000"}`;

/** The Host header must be the server's own: it answers to no other. */
const toServer: ProxyOptions = { target: server, changeOrigin: true };

export default defineConfig({
  root: "src/web",
  plugins: [react()],
  worker: { format: "es" },
  // The runtime's WebAssembly comes from /runtime, so the copy that its module would bring along is left out.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    rolldownOptions: {
      // The app, and a page for each service's player, which runs in a frame under a policy of its own.
      input: ["index.html", "services/spotify/player.html", "services/apple-music/player.html"].map((page) =>
        fileURLToPath(new URL(`src/web/${page}`, import.meta.url)),
      ),
    },
    target: "es2022",
    // The first browsers with light-dark(), which the design tokens are written in.
    cssTarget: ["chrome123", "safari17.5", "firefox121"],
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  server: {
    port: 5173,
    host: "127.0.0.1",
    headers: { "Document-Isolation-Policy": "isolate-and-credentialless" },
    proxy: { "/api": toServer, "/models": toServer, "/runtime": toServer, "/soundfont": toServer },
  },
});
