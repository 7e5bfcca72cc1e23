import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["{src,workers,demo,cli,tools,bench}/**/*.test.ts"],
          environment: "node",
          testTimeout: 60_000,
          globalSetup: ["tools/kernelsSetup.ts"],
        },
      },
      {
        extends: true,
        test: { name: "dom", include: ["src/**/*.test.tsx"], environment: "jsdom", testTimeout: 30_000 },
      },
    ],
    maxWorkers: 2,
  },
});
