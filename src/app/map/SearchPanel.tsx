import { useMemo, useState } from "react";
import { Autocomplete, Input, Label, Menu, MenuItem, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { planById } from "#app/state/plans.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import styles from "./SearchPanel.module.css";
import { addressHits, measureHits, type SearchHit, searchHits, searchIndex } from "./searchIndex.ts";
import { leaveWalk } from "./tools.ts";

const icons: Readonly<Record<SearchHit["type"], IconName>> = {
  street: "street",
  place: "pin",
  measure: "edit",
  address: "home",
};

const mostHits = 12;

function goTo(hit: SearchHit): void {
  leaveWalk();
  viewStore.getState().scene?.camera.lookAt(hit.at, hit.distanceM);
  // Where a result speaks of streets, the one that was looked for is the one that is meant.
  if (hit.type === "street")
    void import("#app/results/streetChoice.ts").then(({ chooseStreetNamed }) => chooseStreetNamed(hit.name));
  if (hit.type === "measure") setSession({ selectedMeasureId: hit.id.slice("measure:".length) });
  setView({ searchOpen: false });
}

/** Finds streets, addresses, places and measures by name. */
export function SearchPanel() {
  const { t } = useTranslation();
  const data = useTwin((state) => state.data);
  const scenario = useScenario();
  const activePlanId = useSession((state) => state.activePlanId);
  const [query, setQuery] = useState("");
  const base = useMemo(() => (data === null ? [] : searchIndex(data)), [data]);
  const index = useMemo(
    () => (data === null ? base : [...measureHits(planById(scenario, activePlanId), data), ...base]),
    [base, data, scenario, activePlanId],
  );
  const hits = [...addressHits(data?.addresses ?? null, query), ...searchHits(index, query)].slice(
    0,
    mostHits,
  );
  const examples = base.filter((hit) => hit.type === "place").slice(0, 3);
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField autoFocus className="field">
        <Label className={styles.label}>{t("workspace:search.label")}</Label>
        <Input className="input" maxLength={80} placeholder={t("workspace:search.placeholder")} />
      </SearchField>
      <Menu
        aria-label={t("workspace:search.results")}
        className={`menu ${styles.hits}`}
        items={hits}
        renderEmptyState={() => (
          <p className={styles.empty}>
            {query.trim() !== ""
              ? t("workspace:search.none", { query: query.trim() })
              : examples.length > 0
                ? t("workspace:search.example", { examples: examples.map((hit) => hit.name).join(", ") })
                : t("workspace:search.noNames")}
          </p>
        )}
      >
        {(hit) => (
          <MenuItem className="menu-item" id={hit.id} onAction={() => goTo(hit)} textValue={hit.name}>
            <Icon name={icons[hit.type]} size={16} />
            <span>{hit.name}</span>
            <span className={styles.kind}>
              {hit.placeKind === null
                ? t(`workspace:search.type.${hit.type}`)
                : t(`workspace:places.${hit.placeKind}`)}
            </span>
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}
