import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { supportedBrowsers } from "#app/errors/browsers.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const call = (script: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 90_000,
  });
  return { status, stdout, stderr };
};

describe("commands of the README", () => {
  it("say how they are called instead of running for an hour", () => {
    const bench = call("bench/run.ts", "--help");
    expect(bench.status).toBe(0);
    expect(bench.stdout).toMatch(/flood.*scene/);
    const verify = call("tools/verify.ts", "--help");
    expect(verify.status).toBe(0);
    expect(verify.stdout).toMatch(/flood\|heat\|.*sun/);
  }, 200_000);

  it("name what there is where something unknown is asked for, before anything runs", () => {
    expect(call("bench/run.ts", "flood", "rain")).toMatchObject({ status: 2, stdout: "" });
    expect(call("tools/verify.ts", "rain")).toMatchObject({ status: 2, stdout: "" });
  }, 200_000);
});

describe("browsers that the README lists", () => {
  it("are those that the app itself names", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const listed = /## Browsers\n\n([\s\S]*?)\n\n/.exec(readme)?.[1] ?? "";
    for (const { name, version } of supportedBrowsers) {
      for (const one of name.split(", ")) expect(listed).toContain(one);
      expect(listed).toContain(`${version} or newer`);
    }
  });
});
