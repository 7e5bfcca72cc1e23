import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import { useStreet } from "#app/state/street.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import { namesAlong, routeChanges, totalFlow, zoneFlows } from "#runs/routes.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { ResultRoutes } from "#workers/runtime/model.ts";
import { formatNumber } from "./format.ts";
import { type Link, linkOf } from "./link.ts";
import { PlanTable } from "./PlanTable.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";

const shownZones = 5;
const shownRoutes = 3;
const shownChanges = 5;
/** A pair of zones whose traffic through the street changed by less is not worth a line. */
const leastChangeVehPerH = 1;

type Linked = { readonly plan: PlanAtPoint; readonly link: Link };

/** Where a street's traffic comes from and goes to, by which ways, and which of them changed. */
export function StreetLink({
  plans,
  section,
}: {
  readonly plans: readonly PlanAtPoint[];
  readonly section: StreetSection;
}) {
  const { t } = useTranslation();
  const direction = useStreet((state) => state.direction);
  const linked = plans.flatMap((plan): Linked[] => {
    const link = linkOf(plan.outcome, section.id, direction);
    return link === null ? [] : [{ plan, link }];
  });
  if (linked.every(({ link }) => link.chosen.length === 0))
    return <p className="small">{t("results:streets.link.none")}</p>;
  const base = linked.find(({ plan }) => plan.entry.id === baselinePlanId);
  const last = linked.at(-1);
  return (
    <>
      <Ends end="origin" linked={linked} />
      <Ends end="destination" linked={linked} />
      {last === undefined ? null : <Examples linked={last} />}
      {base === undefined || last === undefined || base === last ? null : (
        <Changes after={last} before={base} />
      )}
    </>
  );
}

/** A zone in words: its name, and whether it lies beyond the data. */
function zoneText(t: TFunction, { zones }: ResultRoutes, zone: number): string {
  const name = zones.names[zone] ?? "";
  return zones.external[zone] === 1 ? t("results:streets.link.outside", { name }) : name;
}

/** The zones that the most traffic comes from or goes to, by their share of it in each plan. */
function Ends({
  linked,
  end,
}: {
  readonly linked: readonly Linked[];
  readonly end: "origin" | "destination";
}) {
  const { t, i18n } = useTranslation();
  const flows = linked.map(({ link }) => {
    const { routes, chosen } = link;
    const byName = new Map(
      zoneFlows(routes, chosen, end).map(({ zone, flowVehPerH }) => [zoneText(t, routes, zone), flowVehPerH]),
    );
    return { byName, total: totalFlow(routes, chosen) };
  });
  const sums = new Map<string, number>();
  for (const { byName } of flows)
    for (const [name, flow] of byName) sums.set(name, Math.max(sums.get(name) ?? 0, flow));
  const names = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const number = (value: number): string => formatNumber(value, i18n.language, 0);
  const row = (id: string, head: string, of: (one: (typeof flows)[number]) => number) => ({
    id,
    head,
    texts: flows.map((one) => number(of(one))),
  });
  const shown = names.slice(0, shownZones);
  const rest = names.length - shown.length;
  return (
    <PlanTable
      caption={t(`results:streets.link.${end}`)}
      corner={t("results:units.vehPerH")}
      entries={linked.map(({ plan }) => plan.entry)}
      rows={[
        ...shown.map((name) => row(name, name, ({ byName }) => byName.get(name) ?? 0)),
        ...(rest === 0
          ? []
          : [
              row("rest", t("results:streets.link.rest", { count: rest }), ({ byName, total }) =>
                shown.reduce((left, name) => left - (byName.get(name) ?? 0), total),
              ),
            ]),
        row("total", t("results:streets.link.total"), ({ total }) => total),
      ]}
      seen
    />
  );
}

function useNames(plan: PlanAtPoint): (section: number) => string {
  const twin = useTwinOfPlan(plan.entry.id);
  const ids = plan.outcome.result.streets?.sectionIds ?? [];
  const names = new Map(twin === null ? [] : streetsOf(twin).sections.map(({ id, name }) => [id, name]));
  return (section) => names.get(ids[section] ?? "") ?? "";
}

/** The busiest routes through the street, told by the streets that they use. */
function Examples({ linked: { plan, link } }: { readonly linked: Linked }) {
  const { t, i18n } = useTranslation();
  const nameOf = useNames(plan);
  const { routes, chosen } = link;
  if (chosen.length === 0) return null;
  return (
    <details className={styles.more}>
      <summary>
        {t("results:streets.link.examples", { plan: plan.entry.name ?? t("common:baseline") })}
      </summary>
      <ul className={styles.routes}>
        {chosen.slice(0, shownRoutes).map((route) => (
          <li key={route}>
            <strong>
              {t("results:streets.link.pair", {
                from: zoneText(t, routes, routes.origin[route] ?? 0),
                to: zoneText(t, routes, routes.destination[route] ?? 0),
              })}
            </strong>{" "}
            {t("results:streets.link.route", {
              flow: formatNumber(routes.flowVehPerH[route] ?? 0, i18n.language, 0),
              minutes: formatNumber((routes.costS[route] ?? 0) / 60, i18n.language, 1),
            })}{" "}
            {via(t, namesAlong(routes, route, nameOf))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function via(t: TFunction, names: readonly string[]): string {
  return names.length === 0 ? "" : t("results:streets.link.via", { streets: [...new Set(names)].join(", ") });
}

/** Which routes left the street or came to it, and where they run now. */
function Changes({ before, after }: { readonly before: Linked; readonly after: Linked }) {
  const { t, i18n } = useTranslation();
  const direction = useStreet((state) => state.direction);
  const nameOf = useNames(after.plan);
  const [was, is] = [before.link, after.link];
  const changes = useMemo(() => routeChanges(was, is, direction, leastChangeVehPerH), [was, is, direction]);
  const number = (value: number): string => formatNumber(value, i18n.language, 0);
  const { routes } = after.link;
  return (
    <details className={styles.more}>
      <summary>{t("results:streets.link.changed", { count: changes.length })}</summary>
      {changes.length === 0 ? null : (
        <ul className={styles.routes}>
          {changes.slice(0, shownChanges).map((change) => (
            <li key={`${change.from} ${change.to}`}>
              <strong>{t("results:streets.link.pair", { from: change.from, to: change.to })}</strong>{" "}
              {t("results:streets.link.flows", {
                before: number(change.beforeVehPerH),
                after: number(change.afterVehPerH),
              })}{" "}
              {change.routeAfter === null
                ? t("results:streets.link.gone")
                : t("results:streets.link.now", {
                    streets: [...new Set(namesAlong(routes, change.routeAfter, nameOf))].join(", "),
                  })}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
