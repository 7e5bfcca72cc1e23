import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import type { Point } from "#twin/frame.ts";
import { madeStreet } from "#twin/network/testing.ts";
import { shareOfHour } from "#workers/kernels/demand/index.ts";
import { numberIn } from "./columns.ts";
import { matchCounts } from "./match.ts";
import { readCounts } from "./parse.ts";

const hours = Array.from({ length: 24 }, (_, hour) => hour * 10);

/** The key of the refusal. */
function refusal(text: string): string {
  try {
    readCounts(text);
    return "";
  } catch (error) {
    return (error as { key?: string }).key ?? "a defect";
  }
}

describe("readCounts", () => {
  it("reads CSV with German names, signs and decimal commas", () => {
    const { rows, unreadable } = readCounts(
      'Zählstelle;Länge;Breite;Richtung;Kfz/24 h\n"Am Ring; Nord";8,684;49,412;Nord;12.345,0\nleer;8,7;49,4;;\n',
    );
    expect(rows).toEqual([
      {
        name: "Am Ring; Nord",
        place: { type: "lonLat", longitude: 8.684, latitude: 49.412 },
        bearingDeg: 0,
        direction: null,
        hourly: null,
        vehPerH: null,
        vehPerDay: 12345,
      },
    ]);
    expect(unreadable).toEqual(["leer"]);
  });

  it("reads metres, sections and hourly columns", () => {
    const head = hours.map((_, hour) => `h${hour + 1}`).join(",");
    const { rows } = readCounts(`x,y,bearing,${head}\n556100,5612200,450,${hours.join(",")}\n`);
    expect(rows[0]).toMatchObject({
      place: { type: "projected", east: 556_100, north: 5_612_200 },
      bearingDeg: 90,
      hourly: hours,
    });
    expect(readCounts("section,direction,kfz/h\nway/7#2,backward,120").rows[0]).toMatchObject({
      place: { type: "section", id: "way/7#2" },
      direction: 1,
      vehPerH: 120,
    });
  });

  it("reads points of GeoJSON, with hours as a list or as properties", () => {
    const feature = (properties: object) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [8.6, 49.4] },
      properties,
    });
    const file = {
      type: "FeatureCollection",
      features: [feature({ name: "A", dtv: 900 }), feature({ hourly: hours }), { type: "Feature" }],
    };
    const { rows, unreadable } = readCounts(JSON.stringify(file));
    expect(rows.map(({ vehPerDay, hourly }) => [vehPerDay, hourly])).toEqual([
      [900, null],
      [null, hours],
    ]);
    expect(unreadable).toEqual(["3"]);
  });

  it("reads the XML of the Berlin counts", () => {
    const path = sharedData("mobility/berlin-counts/berlin-v6.0-counts-car-vmz.xml.gz");
    if (path === null) return;
    const { format, rows, year } = readCounts(gunzipSync(readFileSync(path)).toString("utf8"));
    expect([format, rows.length, year]).toEqual(["vmz", 550, 2018]);
    expect(rows[0]).toMatchObject({ name: "10000_A115_Suedwest", place: { type: "section", id: "56134" } });
    expect(rows[0].hourly?.[0]).toBeCloseTo(181.36, 2);
    // The profile of the model is the mean of these.
    const sums = Array.from({ length: 24 }, (_, hour) =>
      rows.reduce((sum, row) => sum + (row.hourly?.[hour] ?? 0), 0),
    );
    const total = sums.reduce((sum, one) => sum + one, 0);
    for (const [hour, sum] of sums.entries()) expect(shareOfHour(hour)).toBeCloseTo(sum / total, 3);
  });

  it("refuses what is none of these by name", () => {
    expect(refusal("  ")).toBe("empty");
    expect(refusal("a;b\n1;2")).toBe("noPlaceColumns");
    expect(refusal("lon;lat;farbe\n1;2;rot")).toBe("noVolumeColumns");
    expect(refusal("{ nonsense")).toBe("broken");
    expect(refusal('{"type":"Topology"}')).toBe("notKnown");
    expect(refusal("<html></html>")).toBe("notKnown");
    expect(refusal(`lon;lat;dtv\n${"1;2;3\n".repeat(20_001)}`)).toBe("tooLarge");
  });

  it("takes no number for what is none, or cannot be", () => {
    expect([numberIn("1.234,5"), numberIn("1,234.5"), numberIn("12 345"), numberIn("8,68")]).toEqual([
      1234.5, 1234.5, 12345, 8.68,
    ]);
    expect(numberIn("1e")).toBeNaN();
    expect(readCounts("section;dtv\na;-5\nb;1e9\nc;inf").unreadable).toEqual(["2", "3", "4"]);
  });
});

describe("matchCounts", () => {
  const streets = {
    sections: [
      madeStreet("way/1", [
        [0, 0],
        [100, 0],
      ]),
      madeStreet(
        "way/2",
        [
          [0, 12],
          [100, 12],
        ],
        { oneway: "forward" },
      ),
      madeStreet("way/3", [
        [50, -50],
        [50, 0],
      ]),
    ],
    turns: [],
  };
  const locate = (place: {
    readonly type: string;
    readonly east?: number;
    readonly north?: number;
  }): Point | null =>
    place.type === "projected" ? [(place.east ?? 0) - 1000, (place.north ?? 0) - 1000] : null;
  const match = (csv: string, hour = 7) => matchCounts(readCounts(csv).rows, streets, hour, locate);

  it("takes the nearest street, and of near ones that which heads the counted way", () => {
    expect(match("x;y;bearing;kfz/h\n1500;1500;90;10").unmatched[0].reason).toBe("noStreetNear");
    expect(match("x;y;bearing;kfz/h\n1240;1001;90;10").unmatched[0].reason).toBe("noStreetNear");
    const offset = match("x;y;bearing;kfz/h\n1030;1002;95;10\n1030;1002;270;20\n1052;996;0;30");
    expect(offset.series).toEqual([
      [0, 10],
      [1, 20],
      [4, 30],
    ]);
  });

  it("halves a count of both directions, not that of a one-way street", () => {
    const { matched, series } = match("section;dtv\nway/1;1000\n2;600", 17);
    expect(matched.map(({ halved }) => halved)).toEqual([true, true, false]);
    const share = shareOfHour(17);
    expect(series.map(([step]) => step)).toEqual([0, 1, 2]);
    expect(series[0][1]).toBeCloseTo(500 * share, 9);
    expect(series[2][1]).toBeCloseTo(600 * share, 9);
  });

  it("says why a count is on no street", () => {
    const { unmatched } = match("section;direction;dtv\nway/9;;5\nway/2;backward;5");
    expect(unmatched.map(({ reason }) => reason)).toEqual(["noSuchSection", "noStreetThatWay"]);
    expect(match("lon;lat;dtv\n8;49;5").unmatched[0].reason).toBe("outside");
  });

  it("averages two counts of one direction", () => {
    expect(match("section;direction;kfz/h\nway/1;0;100\nway/1;0;120").series).toEqual([[0, 110]]);
  });
});
