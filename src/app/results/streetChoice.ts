import { resultsStore, shownOutcome } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { noStreet, setStreet, streetStore } from "#app/state/street.ts";
import { currentTwinOfPlan, twinStore } from "#app/state/twin.ts";
import { viewStore } from "#app/state/view.ts";
import type { Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { ResultStreets } from "#workers/runtime/model.ts";
import { middleOf, sectionAt } from "./streetRows.ts";

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
  // Of any plan: a street that one of them closes still has its figures of the others.
  const results = Object.values(resultsStore.getState().runs).flatMap((run) => {
    const streets = shownOutcome(run)?.result.streets;
    return streets === undefined ? [] : [valuedIn(streets)];
  });
  const twin = currentTwinOfPlan(sessionStore.getState().activePlanId);
  if (results.length === 0 || twin === null) return null;
  const isMeant = (section: StreetSection): boolean => results.some((says) => says(section));
  const eye = viewStore.getState().scene?.camera.pose() ?? null;
  const apartM = eye === null ? 0 : Math.hypot(eye.x - at[0], eye.y - at[1], eye.z);
  return sectionAt(streetsOf(twin).sections, at, Math.min(25, reach * apartM), isMeant);
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
  const at = middleOf(section);
  setStreet({ sectionId: section.id, direction: "both" });
  setSession({
    pick: { type: "ground", at, groundZ: Number.NaN },
    selectedBuildingId: null,
    selectedMeasureId: null,
  });
  viewStore.getState().scene?.camera.lookAt(at, 350);
}
