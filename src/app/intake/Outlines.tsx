import { memo, useMemo } from "react";
import type { FileDescription } from "#workers/intake/session.ts";
import { distanceKm, isUsed } from "./area.ts";
import { byOrder, lookOf } from "./layerLook.ts";
import type { MapView, Mark } from "./mapView.ts";

/** The outline of one layer of a file. */
export type FileMark = Mark & {
  readonly id: number;
  readonly used: boolean;
  readonly far: boolean;
};

const known = new WeakMap<FileDescription, readonly FileMark[]>();

/** The outlines of files; of a file that did not change the same objects as before. */
export const marksOf = (files: readonly FileDescription[]): readonly FileMark[] =>
  files.flatMap((file) => {
    const made =
      known.get(file) ??
      file.outlines
        .filter(({ outline }) => outline.length > 0)
        .map(({ layer, outline }) => ({
          id: file.id,
          layer,
          ring: outline,
          used: isUsed(file),
          far: distanceKm(file) > 0,
        }));
    known.set(file, made);
    return made;
  });

/** Points and lines are drawn at least this large, so that one tree can be seen. */
const leastPx = 5;

export function pathOf({ ring }: FileMark, view: MapView): string {
  const points = ring.map(([x, y]) => view.pixels(x, y));
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right - left < leastPx && bottom - top < leastPx) {
    const [x, y] = points[0] ?? [0, 0];
    return `M${round(x - leastPx)} ${round(y - leastPx)}h${leastPx * 2}v${leastPx * 2}h${-leastPx * 2}z`;
  }
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}z`;
}

const round = (px: number): number => Math.round(px * 10) / 10;

/** What is drawn alike becomes one path: a town's terrain comes in hundreds of tiles. */
export function groupsOf(marks: readonly FileMark[]): readonly (readonly FileMark[])[] {
  const groups = new Map<string, FileMark[]>();
  for (const mark of marks) {
    const key = `${mark.layer}/${mark.used}/${mark.far}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [mark]);
    else group.push(mark);
  }
  return [...groups.values()].sort((a, b) => byOrder(a[0].layer, b[0].layer));
}

/** All outlines, the layers that cover most lowest. Patterns are named `<prefix>-<layer>`. */
export const Outlines = memo(function Outlines({
  marks,
  view,
  prefix,
}: {
  readonly marks: readonly FileMark[];
  readonly view: MapView;
  readonly prefix: string;
}) {
  const groups = useMemo(
    () =>
      groupsOf(marks).map((group) => ({
        mark: group[0],
        d: group.map((mark) => pathOf(mark, view)).join(""),
      })),
    [marks, view],
  );
  return groups.map(({ mark: { layer, used, far }, d }) => {
    const look = lookOf(layer);
    return (
      <path
        d={d}
        fill={used ? `url(#${prefix}-${layer})` : "none"}
        // Many layers lie over each other: their edges say more than what fills them.
        fillOpacity={0.5}
        key={`${layer}/${used}/${far}`}
        opacity={used ? 1 : 0.45}
        stroke={look.colour}
        strokeDasharray={used ? look.dash : "2 5"}
        strokeWidth={far ? 2.6 : 1.8}
      />
    );
  });
});
