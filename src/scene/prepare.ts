import type { TwinData } from "#twin/twin.ts";
import type { BuildingChunk, BuildingRequest, GroundChunk } from "#workers/mesh/contract.ts";
import { eachGroup } from "#workers/mesh/partition.ts";
import { nextTurn } from "#workers/runtime/turns.ts";
import type { SceneState } from "./contract.ts";
import { createMesher, type Mesher } from "./core/mesher.ts";
import { baselineOf } from "./terrain/baseline.ts";
import { centresOf, mostPerChunk, requestOf, widestChunkM } from "./terrain/buildingChunks.ts";
import { groundOf } from "./terrain/groundOf.ts";
import {
  coarseDetail,
  groundKeys,
  groundRequest,
  pieceName,
  planGround,
  plinthOf,
  streetsOfTwin,
} from "./terrain/groundPlan.ts";

/**
 * What can be done for a place before the engine is there. The engine is four megabytes of script that a browser reads for
 * a quarter of a second; its workers are idle meanwhile. Nothing in this file imports it.
 */
export type Prepared = {
  /** Squares of the baseline's ground by the name that the ground layer gives them. */
  readonly ground: Map<string, Promise<GroundChunk>>;
  /** The baseline's buildings, chunk by chunk. */
  readonly buildings: readonly {
    readonly request: BuildingRequest;
    readonly chunk: Promise<BuildingChunk>;
  }[];
};

let warm: Mesher | null = null;
let prepared: {
  readonly data: TwinData;
  readonly mesher: Mesher;
  readonly parts: Prepared;
  /** Cuts the buildings that have not been cut yet. */
  readonly finish: () => void;
} | null = null;

/** What a task may take of the main thread before the next one is waited for, ms. */
const sliceMs = 12;

/** Starts the mesh workers; the next scene takes them over. */
export function warmMesher(): Mesher {
  if (warm === null || warm.isDisposed()) warm = createMesher();
  return warm;
}

/** The mesh workers of a new scene: those that are warm, or new ones. */
export function takeMesher(): Mesher {
  const mesher = warmMesher();
  warm = null;
  return mesher;
}

/** Begins with the meshes of a place as it is, in the first picture's detail. */
export function preparePlace(data: TwinData, look: Pick<SceneState, "theme" | "layers">): void {
  if (prepared?.data === data && !prepared.mesher.isDisposed()) return;
  const mesher = warmMesher();
  const twin = baselineOf(data);
  const { theme } = look;
  const buildings: { readonly request: BuildingRequest; readonly chunk: Promise<BuildingChunk> }[] = [];
  const requests = eachBuildingRequest(data);
  const cut = (untilMs: number): boolean => {
    for (let next = requests.next(); next.done !== true; next = requests.next()) {
      const chunk = mesher.buildings(next.value);
      // Whoever takes it later hears of a failure then.
      chunk.catch(() => {});
      buildings.push({ request: next.value, chunk });
      if (performance.now() > untilMs) return true;
    }
    return false;
  };
  // A town's buildings are cut in this task; those of a large one take longer than a page may be held up.
  let more = cut(performance.now() + sliceMs);
  const plan = planGround(data);
  const ground = new Map<string, Promise<GroundChunk>>();
  const plinthZ = plinthOf(data.extent, groundOf(twin).minZ);
  const streets = streetsOfTwin(plan, twin);
  groundKeys(plan, twin, theme, look.layers.streets).forEach((key, index) => {
    const painted = look.layers.streets ? (streets[index] ?? []) : [];
    const request = groundRequest(plan, twin, index, theme, painted, plinthZ, coarseDetail);
    ground.set(pieceName(index, coarseDetail, key), mesher.ground(request));
  });
  for (const work of ground.values()) work.catch(() => {});
  const mine = {
    data,
    mesher,
    parts: { ground, buildings },
    finish: () => void cut(Number.POSITIVE_INFINITY),
  };
  prepared = mine;
  void (async () => {
    while (more) {
      await nextTurn();
      more = prepared === mine && !mesher.isDisposed() && cut(performance.now() + sliceMs);
    }
  })();
}

/** What was prepared for a place with these workers, once; nothing where another place was. */
export function takePrepared(data: TwinData, mesher: Mesher): Prepared | null {
  const mine = prepared?.data === data && prepared.mesher === mesher ? prepared : null;
  prepared = null;
  mine?.finish();
  return mine?.parts ?? null;
}

/** The buildings of a place in chunks, as the worker wants them. */
export const buildingRequests = (data: TwinData): readonly BuildingRequest[] => [
  ...eachBuildingRequest(data),
];

function* eachBuildingRequest({ buildings }: TwinData): Generator<BuildingRequest> {
  for (const members of eachGroup(centresOf(buildings), mostPerChunk, widestChunkM))
    yield requestOf(buildings, members);
}
