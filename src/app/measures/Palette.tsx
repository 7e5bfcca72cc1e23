import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { folded } from "#app/map/searchIndex.ts";
import { startSketch } from "#app/state/measureActions.ts";
import { isTouch } from "#app/ui/touch.ts";
import { measureKinds } from "#scenario/measures/registry.ts";
import type { MeasureGroup } from "#scenario/types.ts";
import { Drawing } from "./drawings.tsx";
import styles from "./MeasuresPanel.module.css";

const groups: readonly MeasureGroup[] = ["water", "green", "shade", "street", "transit", "building"];

/** Every kind of measure with a drawing and one sentence, searchable, in groups. */
export function Palette() {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const wanted = folded(query.trim());
  const found = measureKinds.filter((kind) => {
    if (wanted === "") return true;
    const text = `${t(`measures:${kind.id}.name`)} ${t(`measures:${kind.id}.description`)}`;
    return folded(text).includes(wanted);
  });
  const first = groups.flatMap((group) => found.filter((kind) => kind.group === group))[0];
  return (
    <>
      <SearchField
        // On a touch screen the keyboard would cover what there is to choose from.
        autoFocus={!isTouch()}
        className={`field ${styles.search}`}
        onChange={setQuery}
        onSubmit={() => {
          if (wanted !== "" && first !== undefined) startSketch(first);
        }}
        value={query}
      >
        <Label className="visually-hidden">{t("workspace:palette.search")}</Label>
        <Input className="input" maxLength={60} placeholder={t("workspace:palette.search")} />
      </SearchField>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={styles.groups} tabIndex={0}>
        {found.length === 0 ? (
          <p className="muted">{t("workspace:palette.none", { query: query.trim() })}</p>
        ) : null}
        {groups.map((group) => {
          const kinds = found.filter((kind) => kind.group === group);
          if (kinds.length === 0) return null;
          return (
            <section aria-label={t(`workspace:groups.${group}`)} key={group}>
              <h3>{t(`workspace:groups.${group}`)}</h3>
              {kinds.map((kind) => (
                <button className={styles.kind} key={kind.id} onClick={() => startSketch(kind)} type="button">
                  <Drawing kind={kind.id} size={56} />
                  <strong>{t(`measures:${kind.id}.name`)}</strong>
                  <span>{t(`measures:${kind.id}.description`)}</span>
                </button>
              ))}
            </section>
          );
        })}
      </div>
    </>
  );
}
