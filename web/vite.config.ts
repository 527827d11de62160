import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` serves the pages alone; the API is the program's own, started with `wallstreet up`.
const program = process.env.WALLSTREET_URL ?? "http://127.0.0.1:5080";

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, host: "127.0.0.1", proxy: { "/api": program, "/login": program, "/openapi": program } },
  build: { outDir: "dist", emptyOutDir: true, target: "es2023", sourcemap: false, chunkSizeWarningLimit: 700 },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
