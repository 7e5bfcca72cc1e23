import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadModel, modelIds } from "./registry.ts";

const cards = modelIds.flatMap((id) =>
  ["card.md", "card.de.md"]
    .map((name) => ({ id, name, url: new URL(`../${id}/${name}`, import.meta.url) }))
    .filter(({ url }) => existsSync(url)),
);

describe("model cards", () => {
  it.each(cards)("$id/$name is about the version that computes", async ({ id, url }) => {
    const model = await loadModel(id);
    expect(/^Version ([\d.]+)\. /m.exec(readFileSync(url, "utf8"))?.[1]).toBe(model?.version);
  });
});
