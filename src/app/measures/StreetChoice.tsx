import { useMemo, useState } from "react";
import { Autocomplete, Input, Label, Menu, MenuItem, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { folded } from "#app/map/searchIndex.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { useView, viewStore } from "#app/state/view.ts";
import { formatLength } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { isMotorStreet } from "#scenario/measures/streetPlaces.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import styles from "./DrawingBar.module.css";

const mostHits = 60;

type Hit = {
  readonly id: string;
  readonly label: string;
  readonly ids: readonly string[];
  readonly whole: boolean;
};

/** Streets by name, each as a whole and by its sections: the way to choose them without a pointer. */
export function StreetChoice({ chosen }: { readonly chosen: readonly string[] }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const data = useTwin((state) => state.data);
  const scene = useView((state) => state.scene);
  const most = useSession((state) =>
    state.tool.type === "sketch" ? (state.tool.choose?.most ?? Number.POSITIVE_INFINITY) : 1,
  );
  const [query, setQuery] = useState("");
  const streets = useMemo(() => streetsByName(data?.streets.sections ?? []), [data]);
  const wanted = folded(query.trim());
  const hits = streets
    .filter(({ name }) => wanted !== "" && folded(name).includes(wanted))
    .flatMap(({ name, sections }): Hit[] => {
      const ids = sections.map(({ id }) => id);
      const whole = { id: `street ${name}`, ids, whole: true };
      if (ids.length === 1) return [{ ...whole, label: t("workspace:draw.oneSection", { name }) }];
      const each = sections.map(
        ({ id, line }, i): Hit => ({
          id,
          label: t("workspace:draw.sectionOf", {
            name,
            number: i + 1,
            length: formatLength(lineLength(line), language),
          }),
          ids: [id],
          whole: false,
        }),
      );
      const all = { ...whole, label: t("workspace:draw.wholeStreet", { name, count: ids.length }) };
      return ids.length > most ? each : [all, ...each];
    })
    .slice(0, mostHits);
  const take = ({ ids }: Hit): void => {
    scene?.sketch.toggle(ids);
    const section = data?.streets.sections.find(({ id }) => id === ids[0]);
    const middle = section?.line[Math.floor(section.line.length / 2)];
    if (middle) viewStore.getState().scene?.camera.lookAt(middle, 300);
  };
  return (
    <div className={styles.choice}>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField className="field">
          <Label className="visually-hidden">{t("workspace:draw.street")}</Label>
          <Input className="input" maxLength={80} placeholder={t("workspace:draw.street")} />
        </SearchField>
        {wanted === "" ? null : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          <div className={styles.hits} tabIndex={0}>
            <Menu
              aria-label={t("workspace:draw.streetList")}
              className={`menu ${styles.menu}`}
              items={hits.map((hit) => ({ ...hit, on: hit.ids.every((id) => chosen.includes(id)) }))}
              renderEmptyState={() => <p className={styles.none}>{t("workspace:draw.streetNone")}</p>}
            >
              {(hit) => (
                <MenuItem
                  className={`menu-item ${hit.whole ? "" : styles.part}`}
                  id={hit.id}
                  onAction={() => take(hit)}
                  textValue={hit.label}
                >
                  <Icon name={hit.on ? "check" : "street"} size={16} />
                  <span>{hit.on ? t("workspace:draw.isChosen", { street: hit.label }) : hit.label}</span>
                </MenuItem>
              )}
            </Menu>
          </div>
        )}
      </Autocomplete>
    </div>
  );
}

type Named = { readonly name: string; readonly sections: readonly StreetSection[] };

/** Named streets of motor traffic in the order of the alphabet. */
function streetsByName(sections: readonly StreetSection[]): readonly Named[] {
  const byName = new Map<string, StreetSection[]>();
  for (const section of sections) {
    if (section.name === "" || !isMotorStreet(section)) continue;
    const known = byName.get(section.name);
    if (known) known.push(section);
    else byName.set(section.name, [section]);
  }
  return [...byName]
    .map(([name, own]) => ({ name, sections: own }))
    .sort((a, b) => a.name.localeCompare(b.name, "de"));
}
