import { randomId } from "#app/lifecycle/id.ts";
import { localHref, openScenario, reopenPlace, storedTwinId } from "#app/lifecycle/places.ts";
import { snapshotOf } from "#app/lifecycle/snapshot.ts";
import { currentScenario } from "#app/state/document.ts";
import { notify, sessionStore } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import { getStoredTwin, keepTwin, readTwinPackage, roomLeft } from "#connect/storage.ts";
import type { TwinData } from "#twin/twin.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import type { ImportAnswer } from "#workers/runtime/intakeService.ts";
import { isUsed } from "./area.ts";
import { keepCity, tellNotKept } from "./keepCity.ts";

/** 3D Tiles into the city that is open: they change nothing that a model reads, so plans and results stay as they are. */

/** Files with tiles that can be laid into a city. */
export const tilesetsAmong = (files: readonly FileDescription[]): readonly FileDescription[] =>
  files.filter((file) => isUsed(file) && (file.report.objects.tileContents ?? 0) > 0);

/** Whether nothing among the files in use is anything else. */
export const onlyTilesets = (files: readonly FileDescription[]): boolean =>
  tilesetsAmong(files).length > 0 &&
  !files.some((file) => isUsed(file) && file.report.format !== "tiles3d" && file.outlines.length > 0);

const isLocal = (href: string): boolean => href === localHref(storedTwinId(href));

/** The open city as it was delivered: a person's own figures are kept beside its package, not in it. Null = none. */
export async function openCityAsDelivered(): Promise<TwinData | Blob | null> {
  const { data, href } = twinStore.getState();
  return data !== null && isLocal(href) ? readTwinPackage(storedTwinId(href)) : data;
}

/** Whether a build brought the open city tilesets that it did not have. */
export const broughtTilesets = ({ twin }: ImportAnswer): boolean =>
  (twin?.data.tiles3d?.sets.length ?? 0) > (twinStore.getState().data?.tiles3d?.sets.length ?? 0);

/**
 * Keeps the city with its new tilesets and shows it, with the plans that are open. False where there is no room for it: the
 * city that is kept stays as it is.
 */
export async function openWithTilesets({
  data,
  twinPackage,
}: NonNullable<ImportAnswer["twin"]>): Promise<boolean> {
  const { href } = twinStore.getState();
  const scenario = currentScenario();
  if (scenario === null) return false;
  const left = await roomLeft();
  if (left !== null && left < twinPackage.size) {
    await tellNotKept(new DOMException("", "QuotaExceededError"), twinPackage.size);
    return false;
  }
  sessionStore.setState((state) => ({ layers: { ...state.layers, tiles3d: true } }));
  const stored = isLocal(href) ? await getStoredTwin(storedTwinId(href)) : null;
  if (stored !== null) {
    await keepTwin({ ...stored, bytes: twinPackage.size }, twinPackage);
    await reopenPlace();
  } else {
    // The demo city is the same for all: what is added to it makes a city of one's own.
    const own = await keepCity(data, twinPackage);
    const view = snapshotOf(sessionStore.getState());
    const { twin, ...rest } = scenario;
    await openScenario({ ...rest, id: randomId(), twin: { ...twin, href: own } }, data, own, view);
  }
  notify({ tone: "success", key: "wizard:added", values: { name: data.name } });
  return true;
}
