import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { cesium } from "./src/scene/cesiumPlugin.ts";
import { allowedMapOrigins, isolationHeaders, securityHeaders } from "./tools/headers.ts";
import { freshKernels } from "./tools/kernels.ts";

export default defineConfig({
  base: "./",
  plugins: [react(), cesium(), freshKernels()],
  worker: { format: "es" },
  build: { target: "es2023", chunkSizeWarningLimit: 6000 },
  // The development server injects inline scripts for hot reloading, which the strict policy forbids.
  server: { port: 5173, headers: isolationHeaders },
  preview: { port: 4173, headers: { ...isolationHeaders, ...securityHeaders(allowedMapOrigins()) } },
});
