import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { originsOf, readBasemapConfig } from "#app/config/basemaps.ts";
import { allowedMapOrigins, contentSecurityPolicy } from "./headers.ts";

const documented = readFileSync(new URL("../docs/basemaps.md", import.meta.url), "utf8");
const connect = (policy: string) => policy.split("; ").find((part) => part.startsWith("connect-src"));

describe("the page's policy", () => {
  it("lets nothing leave the origin as the app is delivered", () => {
    expect(allowedMapOrigins()).toEqual([]);
    expect(contentSecurityPolicy(allowedMapOrigins())).not.toMatch(/https?:/);
  });

  it("takes the examples of the documentation as they stand", () => {
    const blocks = [...documented.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) =>
      JSON.parse(json ?? ""),
    );
    const examples = blocks.filter((block) => "id" in block);
    expect(examples.length).toBeGreaterThan(1);
    expect(readBasemapConfig(JSON.stringify({ basemaps: examples }))).toMatchObject({ refused: 0 });
  });

  it("opens for the map services of the configuration, and for connections alone", () => {
    const json = JSON.stringify({
      basemaps: [
        {
          id: "grau",
          name: { de: "Grau", en: "Grey" },
          url: "https://tiles.example.org/{z}/{x}/{y}.png",
          attribution: "© Amt",
        },
      ],
    });
    const policy = contentSecurityPolicy(originsOf(readBasemapConfig(json).basemaps));
    expect(connect(policy)).toBe("connect-src 'self' data: blob: https://tiles.example.org");
    expect(policy.match(/https:/g)).toHaveLength(1);
  });
});
