import { Color } from "@cesium/engine";
import { plannedBuildings } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import type { SceneOverlay, SceneState } from "../contract.ts";
import type { Look } from "../style/look.ts";
import { stateColumns, stateRows, states } from "./buildingShader.ts";

/** A roof that holds water back is green: muted, so that it reads as planting and not as a result. */
const greenRoof = [163, 190, 132] as const;

/** Writes what one side says about the buildings of one chunk. `row` is 0 for left, 1 for right. */
export function writeStates(
  codes: Uint8Array,
  ids: readonly string[],
  row: 0 | 1,
  about: {
    readonly twin: Twin;
    readonly overlay: SceneOverlay;
    readonly selection: SceneState["selection"];
    readonly look: Look;
    /** Buildings of a plan carry its accent until a result colours them. */
    readonly planned: boolean;
  },
): void {
  const { removed, roofs } = plannedBuildings(about.twin);
  const { selected, planned } = about.look;
  const chosen = about.selection?.type === "building" ? about.selection.id : null;
  const colours = about.overlay.buildingColours;
  const start = row * stateRows(ids.length) * stateColumns * 4;
  codes.fill(255, start, start + ids.length * 4);
  ids.forEach((id, i) => {
    const at = start + i * 4;
    const css = colours?.get(id);
    if (!about.planned && removed.has(id)) codes[at + 3] = states.hidden;
    else if (id === chosen)
      put(codes, at, [selected.x * 255, selected.y * 255, selected.z * 255], states.tint);
    else if (css !== undefined) put(codes, at, bytesOf(css), states.tint);
    else if (roofs.has(id)) put(codes, at, greenRoof, states.roof);
    else if (about.planned) put(codes, at, [planned.x * 255, planned.y * 255, planned.z * 255], states.tint);
  });
}

/** Colours of scales are few: a hundred thousand buildings share them, and reading a CSS colour takes microseconds. */
const mostColours = 4096;
const knownColours = new Map<string, readonly number[]>();

function bytesOf(css: string): readonly number[] {
  let bytes = knownColours.get(css);
  if (bytes === undefined) {
    bytes = (Color.fromCssColorString(css) ?? Color.WHITE).toBytes();
    if (knownColours.size < mostColours) knownColours.set(css, bytes);
  }
  return bytes;
}

function put(codes: Uint8Array, at: number, rgb: readonly number[], meaning: number): void {
  codes[at] = rgb[0] ?? 255;
  codes[at + 1] = rgb[1] ?? 255;
  codes[at + 2] = rgb[2] ?? 255;
  codes[at + 3] = meaning;
}
