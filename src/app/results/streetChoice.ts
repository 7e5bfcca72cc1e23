import { resultsStore, shownOutcome } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { noStreet, setStreet, streetStore } from "#app/state/street.ts";
import { currentTwinOfPlan, twinStore } from "#app/state/twin.ts";
import { viewStore } from "#app/state/view.ts";
import type { Point } from "#twin/frame.ts";
import { middleOfLine } from "#twin/geometry/line.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { ResultStreets } from "#workers/runtime/model.ts";
import { sectionAt } from "./streetRows.ts";

/** A street a hundred pixels wide is not seen from afar: what is this share of the way to the eye counts as a hit. */
const reach = 0.012;

/** Keeps the chosen street in step with what was clicked, until the returned function is called. */
export function startStreetChoice(): () => void {
  const choose = (): void => {
    const { pick } = sessionStore.getState();
    const at = pick === null || pick.type === "building" ? null : pick.at;
    const section = at === null ? null : streetAt(at);
    const { sectionId } = streetStore.getState();
    const id = section?.id ?? null;
    if (id !== sectionId)
      setStreet({ sectionId: id, direction: "both", ...(id === null ? { linked: false } : {}) });
  };
  const stops = [
    sessionStore.subscribe((state, before) => {
      if (state.pick !== before.pick || state.activePlanId !== before.activePlanId) choose();
    }),
    resultsStore.subscribe((state, before) => {
      if (state.modelId !== before.modelId || state.runs !== before.runs) choose();
    }),
    twinStore.subscribe((state, before) => {
      if (state.data !== before.data) setStreet(noStreet);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    setStreet(noStreet);
  };
}

function streetAt(at: Point): StreetSection | null {
  const twin = currentTwinOfPlan(sessionStore.getState().activePlanId);
  const isMeant = saysAnything();
  if (twin === null || isMeant === null) return null;
  const eye = viewStore.getState().scene?.camera.pose() ?? null;
  const apartM = eye === null ? 0 : Math.hypot(eye.x - at[0], eye.y - at[1], eye.z);
  return sectionAt(streetsOf(twin).sections, at, Math.min(25, reach * apartM), isMeant);
}

/**
 * Whether the results of the shown model say anything of a section; null where none says anything of streets. Of any plan: a street that
 * one of them closes still has its figures of the others.
 */
function saysAnything(): ((section: StreetSection) => boolean) | null {
  const results = Object.values(resultsStore.getState().runs).flatMap((run) => {
    const streets = shownOutcome(run)?.result.streets;
    return streets === undefined ? [] : [valuedIn(streets)];
  });
  return results.length === 0 ? null : (section) => results.some((says) => says(section));
}

const valued = new WeakMap<ResultStreets, ReadonlySet<string>>();

/** Whether a result says anything of a section. */
function valuedIn(streets: ResultStreets): (section: StreetSection) => boolean {
  let ids = valued.get(streets);
  if (ids === undefined) {
    const rows = streets.sectionIds.filter((_, row) =>
      streets.fields.some(
        ({ values }) => !Number.isNaN(values[2 * row]) || !Number.isNaN(values[2 * row + 1]),
      ),
    );
    ids = new Set(rows);
    valued.set(streets, ids);
  }
  const known = ids;
  return ({ id }) => known.has(id);
}

/** Chooses a street without a click on the city: it is spoken of as if it had been clicked at its middle. */
export function chooseStreet(section: StreetSection): void {
  const at = middleOfLine(section.line);
  const twin = currentTwinOfPlan(sessionStore.getState().activePlanId);
  const cell = { columns: 1, rows: 1, cellSizeM: 1, westX: at[0] - 0.5, northY: at[1] + 0.5 };
  const groundZ = twin === null ? Number.NaN : (terrainOn(twin, cell)[0] ?? Number.NaN);
  setStreet({ sectionId: section.id, direction: "both" });
  setSession({
    pick: { type: "ground", at, groundZ },
    selectedBuildingId: null,
    selectedMeasureId: null,
  });
  viewStore.getState().scene?.camera.lookAt(at, 350);
}

/** Chooses the longest section of a street that is known by its name, where a result says anything of streets. */
export function chooseStreetNamed(name: string): void {
  const twin = currentTwinOfPlan(sessionStore.getState().activePlanId);
  const says = saysAnything();
  if (twin === null || says === null) return;
  const own = streetsOf(twin).sections.filter((section) => section.name === name && says(section));
  const [longest] = own.sort((a, b) => lineLength(b.line) - lineLength(a.line));
  if (longest !== undefined) chooseStreet(longest);
}
