import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cardFolderOf, loadModel, modelIds } from "./registry.ts";

const cards = modelIds.flatMap((id) => ["card.md", "card.de.md"].map((name) => ({ id, name })));

describe("model cards", () => {
  it.each(cards)("$id/$name is there and about the version that computes", async ({ id, name }) => {
    const text = readFileSync(new URL(`../${cardFolderOf(id)}/${name}`, import.meta.url), "utf8");
    const model = await loadModel(id);
    expect(/^Version ([\d.]+)\. /m.exec(text)?.[1]).toBe(model?.version);
  });
});
