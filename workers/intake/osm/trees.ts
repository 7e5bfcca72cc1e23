import type { TreeTable } from "#twin/objects.ts";
import { lengthOfValue } from "../features/values.ts";
import type { FindingCollector } from "../report.ts";
import { tallestTreeM, widestCrownM } from "../treeLimits.ts";
import type { PlaceNode } from "./areas.ts";
import type { Collected } from "./collect.ts";
import type { Tags } from "./contract.ts";

/** Between the trees of a row that says nothing of it, metres. */
const rowSpacingM = 10;
const mostTreesInRow = 2000;

function sizeOf(
  tags: Tags,
  key: string,
  most: number,
  objectId: string,
  line: number | null,
  findings: FindingCollector,
): number {
  const text = tags[key];
  if (text === undefined) return Number.NaN;
  const metres = lengthOfValue(text);
  if (metres === 0) return Number.NaN;
  if (metres > 0 && metres <= most) return metres;
  findings.add("dropped", "treeValueUnusable", { value: text.slice(0, 40), most }, { objectId, line });
  return Number.NaN;
}

/** Points along a line at equal distances, both ends among them. */
function alongLine(
  line: readonly (readonly [number, number])[],
  spacingM: number,
): (readonly [number, number])[] {
  let length = 0;
  for (let i = 1; i < line.length; i++)
    length += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
  const gaps = Math.min(mostTreesInRow - 1, Math.max(1, Math.round(length / spacingM)));
  const points: (readonly [number, number])[] = [line[0]];
  let segment = 1;
  let passed = 0;
  for (let gap = 1; gap < gaps; gap++) {
    const wanted = (gap * length) / gaps;
    for (;;) {
      const [ax, ay] = line[segment - 1];
      const [bx, by] = line[segment];
      const own = Math.hypot(bx - ax, by - ay);
      if (passed + own >= wanted || segment === line.length - 1) {
        const t = own === 0 ? 0 : Math.min(1, (wanted - passed) / own);
        points.push([ax + t * (bx - ax), ay + t * (by - ay)]);
        break;
      }
      passed += own;
      segment += 1;
    }
  }
  points.push(line[line.length - 1]);
  return points;
}

/** Single trees, and rows of trees planted at a usual distance. */
export function treesOf(collected: Collected, placeOf: PlaceNode, findings: FindingCollector): TreeTable {
  const ids: string[] = [];
  const xy: number[] = [];
  const heightM: number[] = [];
  const crownDiameterM: number[] = [];
  const speciesIndex: number[] = [];
  const species: string[] = [];
  const speciesRows = new Map<string, number>();
  const add = (id: string, [x, y]: readonly [number, number], tags: Tags, line: number | null): void => {
    ids.push(id);
    xy.push(x, y);
    heightM.push(sizeOf(tags, "height", tallestTreeM, id, line, findings));
    crownDiameterM.push(sizeOf(tags, "diameter_crown", widestCrownM, id, line, findings));
    const name = (tags.species ?? tags["species:la"] ?? tags.genus ?? tags["species:de"] ?? "").slice(0, 200);
    let row = speciesRows.get(name);
    if (row === undefined) {
      // A column of 16 bits: the 65,536th species onwards is "not known".
      row = species.length < 65535 ? species.push(name) - 1 : 0;
      speciesRows.set(name, row);
    }
    speciesIndex.push(row);
  };
  for (const { id, tags, line } of collected.taggedNodes) {
    const at = tags.natural === "tree" ? placeOf(id) : null;
    if (at !== null) add(`node/${id}`, at, tags, line);
  }
  let planted = 0;
  for (const { row, tags, line } of collected.treeRows) {
    const points = Array.from(collected.ways.nodes(row), placeOf).filter((at) => at !== null);
    if (points.length < 2) continue;
    for (const [index, at] of alongLine(points, rowSpacingM).entries()) {
      add(`way/${collected.ways.id(row)}#${index}`, at, tags, line);
      planted += 1;
    }
  }
  if (planted > 0)
    findings.add("info", "osmTreeRows", {
      rows: collected.treeRows.length,
      trees: planted,
      spacingM: rowSpacingM,
    });
  return {
    count: ids.length,
    ids,
    xy: Float32Array.from(xy),
    heightM: Float32Array.from(heightM),
    crownDiameterM: Float32Array.from(crownDiameterM),
    speciesIndex: Uint16Array.from(speciesIndex),
    species,
  };
}
