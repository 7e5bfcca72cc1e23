import { defineConfig } from "@playwright/test";
import { chromiumFlags, findChromium } from "./tools/chromium.ts";

const port = 4173;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.flow.ts",
  // Software rendering shares two cores with the models' own workers.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 0,
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 720 },
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 30_000,
    trace: "retain-on-failure",
    launchOptions: { executablePath: await findChromium(), args: chromiumFlags },
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
