import { culvert } from "./culvert.ts";
import { demolition } from "./demolition.ts";
import { desealing } from "./desealing.ts";
import { floodWall } from "./floodWall.ts";
import { greenRoof } from "./greenRoof.ts";
import type { RegisteredKind } from "./kind.ts";
import { loweredStreet } from "./loweredStreet.ts";
import { newBuilding } from "./newBuilding.ts";
import { rainGarden } from "./rainGarden.ts";
import { retentionBasin } from "./retentionBasin.ts";
import { treePit } from "./treePit.ts";
import { underpassPump } from "./underpassPump.ts";

/** All kinds of measures, in the order of the palette. A new kind is one file and one line here. */
export const measureKinds: readonly RegisteredKind[] = [
  retentionBasin,
  rainGarden,
  floodWall,
  culvert,
  underpassPump,
  desealing,
  treePit,
  greenRoof,
  loweredStreet,
  newBuilding,
  demolition,
];

const kindsById = new Map(measureKinds.map((kind) => [kind.id, kind]));

/** null = a kind that this version does not know. */
export const kindOf = (id: string): RegisteredKind | null => kindsById.get(id) ?? null;
