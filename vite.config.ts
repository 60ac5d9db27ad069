/**
 * Builds the web app in src/web into dist/web; every asset is hashed and served by our own server.
 * In development Vite serves the page, and our server (on PORT) what the page asks it for.
 */
import react from "@vitejs/plugin-react";
import { defineConfig, type ProxyOptions } from "vite";

const server = `http://127.0.0.1:${process.env["PORT"] ?? "5000"}`;

/** Our server answers its own origin alone, so the page on Vite's port must not be recognisable. */
const toServer: ProxyOptions = {
  target: server,
  changeOrigin: true,
  configure: (proxy) => {
    proxy.on("proxyReq", (request) => {
      if (request.hasHeader("origin")) request.setHeader("origin", server);
    });
  },
};

export default defineConfig({
  root: "src/web",
  plugins: [react()],
  worker: { format: "es" },
  build: { outDir: "../../dist/web", emptyOutDir: true, target: "es2022", sourcemap: false },
  server: {
    port: 5173,
    host: "127.0.0.1",
    headers: { "Document-Isolation-Policy": "isolate-and-credentialless" },
    proxy: { "/api": toServer, "/models": toServer, "/runtime": toServer },
  },
});
