/** Builds the web app in src/web into dist/web; every asset is hashed and served by our own server. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "src/web",
  plugins: [react()],
  worker: { format: "es" },
  build: { outDir: "../../dist/web", emptyOutDir: true, target: "es2022", sourcemap: false },
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:5000", "/assets/models": "http://127.0.0.1:5000" } },
});
