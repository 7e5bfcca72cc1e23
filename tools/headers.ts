import { readFileSync } from "node:fs";
import { originsOf, readBasemapConfig } from "../src/app/config/basemaps.ts";

/** What a host has to send so that simulations can share memory between threads. */
export const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * The strict policy: nothing is evaluated, nothing leaves the origin but for the map services that the administrator
 * allowed. WASM kernels need 'wasm-unsafe-eval'.
 */
export const contentSecurityPolicy = (mapOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    ["connect-src 'self' data: blob:", ...mapOrigins].join(" "),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Origins of the map services in `public/config.json`; none without the file. */
export function allowedMapOrigins(): readonly string[] {
  try {
    return originsOf(
      readBasemapConfig(readFileSync(new URL("../public/config.json", import.meta.url), "utf8")).basemaps,
    );
  } catch {
    return [];
  }
}

export const securityHeaders = (mapOrigins: readonly string[]) => ({
  "Content-Security-Policy": contentSecurityPolicy(mapOrigins),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
});
