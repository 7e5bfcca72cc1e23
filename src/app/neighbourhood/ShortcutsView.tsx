import { useTranslation } from "react-i18next";
import { PlanTable } from "#app/results/PlanTable.tsx";
import { setNeighbourhood, useNeighbourhood } from "#app/state/neighbourhood.ts";
import { useSession } from "#app/state/session.ts";
import { formatNumber } from "#app/ui/format.ts";
import type { StreetSection } from "#twin/objects.ts";
import { type Analysis, streetNames } from "./analysis.ts";
import styles from "./neighbourhood.module.css";
import { shortcutColours, shortcutEdges } from "./pictures.ts";
import { simulatedSpeeds } from "./plans.ts";
import { useAnalysedPlans } from "./usePlans.ts";

/** Ways through that are quicker than the main streets: by street, beside the baseline, and one by one. */
export function ShortcutsView() {
  const { t } = useTranslation();
  const plans = useAnalysedPlans();
  const last = plans.at(-1);
  if (last === undefined) return null;
  const { routes, onlyThrough } = last.analysis.shortcuts;
  const simulated = simulatedSpeeds(last.entry.id) !== null;
  return (
    <>
      <p role="status">
        {t("neighbourhood:shortcuts.sentence", {
          count: routes.length,
          streets: streetsWith(last.analysis).length,
        })}{" "}
        {onlyThrough > 0 ? t("neighbourhood:shortcuts.onlyThrough", { count: onlyThrough }) : null}
      </p>
      {routes.length === 0 ? null : <Legend />}
      <StreetCounts plans={plans} />
      {routes.length === 0 ? null : <Routes analysis={last.analysis} />}
      <p className="muted small">
        {t("neighbourhood:shortcuts.note")}{" "}
        {t(`neighbourhood:shortcuts.${simulated ? "underTraffic" : "freeFlow"}`)}
      </p>
    </>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <ul aria-label={t("neighbourhood:shortcuts.legend")} className={styles.legend}>
      {shortcutEdges.map((edge, i) => {
        const next = shortcutEdges[i + 1];
        return (
          <li className={styles.entry} key={edge}>
            <span className={styles.patch} style={{ background: shortcutColours[i], height: 4 + 2 * i }} />
            {next === undefined
              ? t("neighbourhood:shortcuts.from", { from: edge })
              : t("neighbourhood:shortcuts.between", { from: edge, to: next - 1 })}
          </li>
        );
      })}
    </ul>
  );
}

/** Names of streets with shortcuts, the most used first, with the most on any of their sections. */
function streetsWith({
  sections,
  neighbourhood,
  shortcuts,
}: Analysis): readonly (readonly [string, number])[] {
  const most = new Map<string, number>();
  neighbourhood.sections.forEach((section, row) => {
    const { name } = sections[section];
    const count = shortcuts.counts[row];
    if (count > 0) most.set(name, Math.max(count, most.get(name) ?? 0));
  });
  return [...most].sort(([, a], [, b]) => b - a);
}

function StreetCounts({ plans }: { readonly plans: ReturnType<typeof useAnalysedPlans> }) {
  const { t } = useTranslation();
  const counts = plans.map(({ analysis }) => new Map(streetsWith(analysis)));
  const names = [...new Set(counts.flatMap((some) => [...some.keys()]))];
  if (names.length === 0) return null;
  return (
    <PlanTable
      caption={t("neighbourhood:shortcuts.perStreet")}
      corner={t("neighbourhood:shortcuts.perStreet")}
      entries={plans.map(({ entry }) => entry)}
      rows={names.map((name) => ({
        id: name,
        head: name === "" ? t("neighbourhood:unnamed") : name,
        texts: counts.map((some) => String(some.get(name) ?? 0)),
      }))}
    />
  );
}

/** Routes in a list at most; the gain gets small long before. */
const mostRoutes = 12;

function Routes({ analysis: { sections, shortcuts } }: { readonly analysis: Analysis }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const marked = useNeighbourhood((state) => state.marked);
  const byGain = shortcuts.routes
    .map((route, row) => ({ route, row, gainS: route.aroundS - route.throughS }))
    .sort((a, b) => b.gainS - a.gainS)
    .slice(0, mostRoutes);
  const seconds = (value: number): string => `${formatNumber(value, language, 0)}\u202fs`;
  return (
    <>
      <h3>{t("neighbourhood:shortcuts.examples")}</h3>
      <ol className={styles.routes}>
        {byGain.map(({ route, row, gainS }) => (
          <li key={row}>
            <button
              aria-pressed={marked === row}
              className={styles.mark}
              onClick={() => setNeighbourhood({ marked: marked === row ? null : row })}
              type="button"
            >
              <span>
                {wayOf(sections, route.steps, t("neighbourhood:unnamed"))}{" "}
                <span className="muted small">
                  {t("neighbourhood:shortcuts.gain", {
                    gain: seconds(gainS),
                    through: seconds(route.throughS),
                    around: seconds(route.aroundS),
                  })}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

const wayOf = (sections: readonly StreetSection[], steps: readonly number[], unnamed: string): string =>
  streetNames(
    sections,
    steps.map((step) => step >> 1),
  ).join(" → ") || unnamed;
