import { describe, expect, it } from "vitest";
import { createIntakeSession } from "./session.ts";
import { build, city, grid, nothing, sessionOf } from "./sessionTesting.ts";
import type { Source } from "./source.ts";
import { quiet, textSource } from "./testing.ts";

describe("licences", () => {
  const osm = (): Source =>
    textSource(
      `<osm version="0.6"><node id="1" lat="50.6" lon="9.8"/><node id="2" lat="50.6" lon="9.8002"/><node id="3" lat="50.6002" lon="9.8002"/><way id="4"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/></way></osm>`,
      "town.osm",
    );
  const licenceWith = async (options: { readonly licence?: string }): Promise<string | undefined> => {
    const session = createIntakeSession();
    await session.add([osm()], nothing, quiet.signal);
    return session.build({ ...build, ...options }, nothing).data?.sources.buildings?.licence;
  };

  it("come with OpenStreetMap's formats unless another one is stated", async () => {
    expect(await licenceWith({})).toBe("ODbL 1.0");
    expect(await licenceWith({ licence: "CC0-1.0" })).toBe("CC0-1.0");
  });

  it("are asked for where a file states none, because its layer would show those of the others only", async () => {
    const session = await sessionOf(grid(), city("a.json", { one: [1, 1] }));
    const missing = (licence?: string) =>
      session
        .build(licence === undefined ? build : { ...build, licence }, nothing)
        .report.twin.find(({ key }) => key === "licenceMissing")?.values;
    expect(missing()).toEqual({ files: 2, names: expect.stringContaining("a.json") });
    const houses = session.files().find(({ report }) => report.name === "a.json");
    await session.choose(houses?.id ?? -1, { licence: "CC0-1.0" }, nothing, quiet.signal);
    expect(missing()).toEqual({ files: 1, names: "dgm.asc" });
    expect(missing("dl-de/zero-2-0")).toBeUndefined();
  });
});
