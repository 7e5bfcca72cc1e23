import { bikeLane } from "./bikeLane.ts";
import { busLine } from "./busLine.ts";
import { culvert } from "./culvert.ts";
import { demolition } from "./demolition.ts";
import { denserHeadway } from "./denserHeadway.ts";
import { desealing } from "./desealing.ts";
import { diagonalFilter } from "./diagonalFilter.ts";
import { floodWall } from "./floodWall.ts";
import { greenFacade } from "./greenFacade.ts";
import { greenRoof } from "./greenRoof.ts";
import { grove } from "./grove.ts";
import type { RegisteredKind } from "./kind.ts";
import { lawn } from "./lawn.ts";
import { lightSurface } from "./lightSurface.ts";
import { loweredStreet } from "./loweredStreet.ts";
import { modalFilter } from "./modalFilter.ts";
import { newBuilding } from "./newBuilding.ts";
import { newStop } from "./newStop.ts";
import { oneWay } from "./oneWay.ts";
import { parkingTrees } from "./parkingTrees.ts";
import { pergola } from "./pergola.ts";
import { rainGarden } from "./rainGarden.ts";
import { retentionBasin } from "./retentionBasin.ts";
import { shadeSail } from "./shadeSail.ts";
import { speedLimit } from "./speedLimit.ts";
import { streetClosure } from "./streetClosure.ts";
import { tree } from "./tree.ts";
import { treePit } from "./treePit.ts";
import { treeRow } from "./treeRow.ts";
import { turnBan } from "./turnBan.ts";
import { underpassPump } from "./underpassPump.ts";
import { waterSurface } from "./waterSurface.ts";

/** All kinds of measures, in the order of the palette. A new kind is one file and one line here. */
export const measureKinds: readonly RegisteredKind[] = [
  retentionBasin,
  rainGarden,
  floodWall,
  culvert,
  underpassPump,
  waterSurface,
  tree,
  treeRow,
  grove,
  treePit,
  desealing,
  lawn,
  greenRoof,
  greenFacade,
  shadeSail,
  pergola,
  modalFilter,
  diagonalFilter,
  oneWay,
  turnBan,
  speedLimit,
  streetClosure,
  bikeLane,
  parkingTrees,
  loweredStreet,
  lightSurface,
  busLine,
  newStop,
  denserHeadway,
  newBuilding,
  demolition,
];

const kindsById = new Map(measureKinds.map((kind) => [kind.id, kind]));

/** null = a kind that this version does not know. */
export const kindOf = (id: string): RegisteredKind | null => kindsById.get(id) ?? null;
