import { spawn } from "node:child_process";
import { ensureDemo } from "#demo/ensure.ts";
import { findChromium } from "./chromium.ts";
import { buildKernels } from "./kernels.ts";

/**
 * Everything that has to hold before a change lands: format and lint, types, unit tests, the models' verification,
 * and the browser flows on a production build. The last line counts all of it.
 */

type Tally = { passed: number; failed: number; skipped: number };

// Vitest and Playwright colour their summaries even into a pipe on some terminals.
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
const colours = /\u001b\[[0-9;]*m/g;

function count(output: string, pattern: RegExp): number {
  let last = 0;
  for (const match of output.matchAll(pattern)) last = Number(match[1]);
  return last;
}

async function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return await new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        process.stdout.write(chunk);
        output += chunk.toString();
      });
    }
    child.on("close", (code) => resolve({ code: code ?? 1, output: output.replace(colours, "") }));
  });
}

type Stage = {
  readonly name: string;
  readonly args: readonly string[];
  readonly tally: (output: string, ok: boolean) => Tally;
};

const asOne = (_: string, ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

const verification = (subject: string): Stage => ({
  name: `verification: ${subject}`,
  args: ["tsx", "tools/verify.ts", subject],
  tally: (output) => ({
    passed: count(output, /^(\d+) passed, \d+ failed/gm),
    failed: count(output, /^\d+ passed, (\d+) failed/gm),
    skipped: count(output, /^\d+ passed, \d+ failed, (\d+) skipped/gm),
  }),
});

const stages: readonly Stage[] = [
  { name: "format, lint and walls", args: ["biome", "ci", "."], tally: asOne },
  { name: "types", args: ["tsc", "--noEmit"], tally: asOne },
  {
    name: "unit tests",
    args: ["vitest", "run"],
    tally: (output) => ({
      passed: count(output, /Tests\s.*?(\d+) passed/g),
      failed: count(output, /Tests\s.*?(\d+) failed/g) + count(output, /Unhandled Errors?.*?(\d+)/g),
      skipped: count(output, /Tests\s.*?(\d+) skipped/g),
    }),
  },
  verification("flood"),
  verification("heat"),
  verification("sun"),
  verification("access"),
  verification("traffic"),
  verification("noise"),
  verification("intake"),
  { name: "production build", args: ["vite", "build", "--logLevel", "warn"], tally: asOne },
  {
    name: "browser flows",
    args: ["playwright", "test"],
    tally: (output) => ({
      passed: count(output, /^\s+(\d+) passed/gm),
      failed: count(output, /^\s+(\d+) failed/gm) + count(output, /^\s+(\d+) did not run/gm),
      skipped: count(output, /^\s+(\d+) skipped/gm),
    }),
  },
];

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
await buildKernels();
await ensureDemo();
console.log(`Browser: ${await findChromium()}`);
for (const stage of stages) {
  const started = Date.now();
  console.log(`\n== ${stage.name}`);
  const { code, output } = await run("npx", ["--no-install", ...stage.args]);
  const tally = stage.tally(output, code === 0);
  // A stage that ends badly without counting a failure has failed all the same.
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
  console.log(
    `== ${stage.name}: ${tally.passed} passed, ${tally.failed} failed in ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
