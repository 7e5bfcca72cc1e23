import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { baselinePlanId, type PlanEntry, planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { NumberField } from "#app/ui/fields.tsx";
import type { RunOutcome } from "#runs/contract.ts";
import type { Point } from "#twin/frame.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { formatNumber, formatTimeOfDay } from "./format.ts";
import { bracketOf } from "./frameTrack.ts";
import { PlanMark } from "./PlanMark.tsx";
import { PlanTable } from "./PlanTable.tsx";
import { type Classes, chosenClasses } from "./ramps.ts";
import styles from "./route.module.css";
import { isDrapedSeries } from "./seriesDifference.ts";
import { runService } from "./service.ts";
import { className } from "./texts.ts";
import { classOf, minutesAlong, minutesFrom, usualWalkKmh, type WalkMinutes } from "./walkingRoute.ts";

type SeriesLayer = ResultLayer & { readonly series: NonNullable<ResultLayer["series"]> };
type PlanWalk = { readonly entry: PlanEntry; readonly minutes: WalkMinutes };

const noClasses: Classes = { edges: [], colours: [], source: null };

/** The class from which the sentence counts minutes: strong heat stress of UTCI. */
const strongFromC = 32;

/** How long a drawn way leads through each class of heat stress, for the baseline and the active plan. */
export function RouteResults({ points }: { readonly points: readonly Point[] }) {
  const { t } = useTranslation();
  const model = useResults((state) => state.model);
  const layer = model?.layers.filter(isDrapedSeries).find(({ unit }) => unit === "°C");
  const [walkKmh, setWalkKmh] = useState(usualWalkKmh);
  const schemes = useResults((state) => state.schemes);
  // The classes of the map, so that bar and city have the same colours.
  const classes = useMemo(
    () => (layer === undefined ? noClasses : chosenClasses(layer, schemes)),
    [layer, schemes],
  );
  const walks = useWalks(points, layer, classes.edges, walkKmh);
  const timeS = useResults((state) => state.timeS);
  if (model === null || layer === undefined) return <p className="small">{t("results:route.noModel")}</p>;
  if (walks === null)
    return (
      <p className="small muted" role="status">
        {t("results:route.working")}
      </p>
    );
  if (walks.length === 0) return <p className="small">{t("results:route.noResult")}</p>;
  return (
    <div className={styles.route}>
      <Sentence edges={classes.edges} timeS={timeS} walks={walks} />
      <div className={styles.walks}>
        {walks.map((walk) => (
          <StackedBar classes={classes} key={walk.entry.id} walk={walk} />
        ))}
      </div>
      <WalkTable classes={classes} layer={layer} modelId={model.id} walks={walks} />
      <div className={styles.speed}>
        <NumberField
          label={t("results:route.speed")}
          max={8}
          min={1}
          onChange={setWalkKmh}
          step={0.5}
          unit="km/h"
          value={walkKmh}
        />
      </div>
    </div>
  );
}

function Sentence({
  walks,
  edges,
  timeS,
}: {
  readonly walks: readonly PlanWalk[];
  readonly edges: readonly number[];
  readonly timeS: number;
}) {
  const { t, i18n } = useTranslation();
  const first = Math.max(0, edges.indexOf(strongFromC)) + 1;
  const edge = formatNumber(edges[first - 1] ?? 0, i18n.language, 0);
  const text = (minutes: number): string => formatNumber(minutes, i18n.language, minutes < 10 ? 1 : 0);
  const plan = walks.find(({ entry }) => entry.id !== baselinePlanId);
  const baseline = walks.find(({ entry }) => entry.id === baselinePlanId);
  const total = (plan ?? baseline)?.minutes.totalMin ?? 0;
  const values = { time: formatTimeOfDay(timeS), edge, total: text(total) };
  const sentence =
    plan !== undefined && baseline !== undefined
      ? t("results:route.both", {
          ...values,
          plan: plan.entry.name ?? "",
          withPlan: text(minutesFrom(plan.minutes, first)),
          without: text(minutesFrom(baseline.minutes, first)),
        })
      : t("results:route.one", {
          ...values,
          plan: plan?.entry.name ?? t("common:baseline"),
          minutes: text(minutesFrom((plan ?? baseline)?.minutes ?? nothing, first)),
        });
  return <p role="status">{sentence}</p>;
}

const nothing: WalkMinutes = { byClass: [], unknownMin: 0, totalMin: 0 };

/** Colours as on the map; what lies below the first class is drawn as paper, what is not known is hatched. */
function StackedBar({
  walk: { entry, minutes },
  classes: { colours },
}: {
  readonly walk: PlanWalk;
  readonly classes: Classes;
}) {
  const parts = minutes.byClass.map((value, i) => ({ value, colour: colours[i - 1] ?? "#ffffff" }));
  const share = (value: number): string => `${(100 * value) / Math.max(minutes.totalMin, 1e-9)}%`;
  return (
    <div aria-hidden="true" className={styles.walk}>
      <PlanMark entry={entry} />
      <div className={styles.bar}>
        {parts.map(({ value, colour }, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the classes stand in a fixed order
          value <= 0 ? null : <span key={i} style={{ background: colour, width: share(value) }} />,
        )}
        {minutes.unknownMin <= 0 ? null : (
          <span className={styles.unknown} style={{ width: share(minutes.unknownMin) }} />
        )}
      </div>
    </div>
  );
}

function WalkTable({
  walks,
  layer,
  modelId,
  classes: { edges, colours },
}: {
  readonly walks: readonly PlanWalk[];
  readonly layer: SeriesLayer;
  readonly modelId: string;
  readonly classes: Classes;
}) {
  const { t, i18n } = useTranslation();
  const text = (minutes: number): string =>
    minutes <= 0 ? "–" : `${formatNumber(minutes, i18n.language, 1)}\u202Fmin`;
  const passed = Array.from({ length: edges.length + 1 }, (_, i) => i).filter((i) =>
    walks.some(({ minutes }) => (minutes.byClass[i] ?? 0) > 0),
  );
  /** The model's class that a class of the map lies in. */
  const nameOf = (i: number): string =>
    className(t, modelId, layer.id, classOf(edges[i - 1] ?? (edges[0] ?? 0) - 1e-3, layer.classEdges));
  const range = (i: number): string => {
    const [from, to] = [edges[i - 1], edges[i]];
    if (from === undefined) return t("results:route.below", { to, unit: layer.unit });
    return to === undefined
      ? t("results:route.above", { from, unit: layer.unit })
      : t("results:route.between", { from, to, unit: layer.unit });
  };
  const rows = passed.map((i) => ({
    id: String(i),
    head: (
      <span className={styles.range}>
        <span className={styles.patch} style={{ background: colours[i - 1] ?? "#ffffff" }} />
        {range(i)} <span className="muted">{nameOf(i)}</span>
      </span>
    ),
    texts: walks.map(({ minutes }) => text(minutes.byClass[i] ?? 0)),
  }));
  const unknown = {
    id: "unknown",
    head: (
      <span className={styles.range}>
        <span className={`${styles.patch} ${styles.unknown}`} />
        {t("results:route.unknown")}
      </span>
    ),
    texts: walks.map(({ minutes }) => text(minutes.unknownMin)),
  };
  return (
    <PlanTable
      caption={t("results:route.table")}
      corner={t("results:route.class")}
      entries={walks.map(({ entry }) => entry)}
      rows={walks.some(({ minutes }) => minutes.unknownMin > 0) ? [...rows, unknown] : rows}
    />
  );
}

/** The way under the baseline and the active plan at the moment shown; null until it is read. */
function useWalks(
  points: readonly Point[],
  layer: SeriesLayer | undefined,
  edges: readonly number[],
  walkKmh: number,
): readonly PlanWalk[] | null {
  const [walks, setWalks] = useState<readonly PlanWalk[] | null>(null);
  const scenario = useScenario();
  const activePlanId = useSession((state) => state.activePlanId);
  const runs = useResults((state) => state.runs);
  // While the day plays, the way is asked anew by the quarter of an hour.
  const timeS = useResults(({ playing, timeS: shownS }) =>
    playing ? Math.round(shownS / 900) * 900 : shownS,
  );
  useEffect(() => {
    let gone = false;
    if (layer === undefined) return;
    const shown = planEntries(scenario).filter(({ id }) => id === baselinePlanId || id === activePlanId);
    const reading = shown.map(async (entry): Promise<PlanWalk | null> => {
      const outcome = runs[entry.id]?.outcome ?? null;
      const valueAt = outcome === null ? null : await readerAt(outcome, layer, timeS);
      if (outcome === null || valueAt === null) return null;
      const { grid } = outcome.result;
      return { entry, minutes: minutesAlong(points, grid, valueAt, edges, walkKmh) };
    });
    void Promise.all(reading).then((found) => {
      if (!gone) setWalks(found.filter((walk) => walk !== null));
    });
    return () => {
      gone = true;
    };
  }, [points, layer, edges, walkKmh, scenario, activePlanId, runs, timeS]);
  return walks;
}

/** How a cell is read at a moment, as the map shows it: mixed between the two steps that bracket it. */
async function readerAt(
  { inputHash, result }: RunOutcome,
  { series: { name, scale, offset = 0 } }: SeriesLayer,
  timeS: number,
): Promise<((cell: number) => number) | null> {
  const bracket = bracketOf(result.frameTimesS, timeS);
  if (bracket === null) return null;
  const { mix } = bracket;
  const [before, after] = await Promise.all([
    runService().frame(inputHash, name, bracket.before),
    mix === 0 ? null : runService().frame(inputHash, name, bracket.after),
  ]);
  if (before === null) return null;
  const value = (codes: Uint16Array, cell: number): number => {
    const code = codes[cell] ?? 0;
    return code === 0 ? Number.NaN : offset + code * scale;
  };
  const { roofs } = result;
  return (cell) => {
    // Nobody walks over roofs: a way through a house is one that nothing is known of.
    if (roofs?.[cell] === 1) return Number.NaN;
    const now = value(before, cell);
    return after === null ? now : now + mix * (value(after, cell) - now);
  };
}
