import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { NumberField } from "#app/ui/fields.tsx";
import { formatBytes, formatNumber } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import type { Box } from "#workers/intake/describe/hull.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { largestRasterCells } from "#workers/intake/terrain.ts";
import styles from "./AreaChoice.module.css";
import { type AreaMode, boxBetween, naturalBox, overlapBox, type Size, smallestM } from "./area.ts";
import { setWizard } from "./wizard.ts";

const modes: readonly AreaMode[] = ["all", "overlap", "rectangle"];

/** Which part of the files becomes the city: by one press, by drawing on the map, or by four numbers. */
export function AreaChoice({
  files,
  crs,
  mode,
  rectangle,
  size,
}: {
  readonly files: readonly FileDescription[];
  readonly crs: string;
  readonly mode: AreaMode;
  readonly rectangle: Box | null;
  readonly size: Size | null;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const id = useId();
  const overlap = overlapBox(files);
  const start = overlap ?? naturalBox(files);
  if (start === null) return null;
  const choose = (chosen: AreaMode) =>
    setWizard({
      areaMode: chosen,
      ...(chosen === "rectangle" && rectangle === null
        ? { rectangle: boxBetween([start.west, start.south], [start.east, start.north]) }
        : {}),
    });
  return (
    <fieldset className={styles.area}>
      <legend>{t("wizard:area.title")}</legend>
      {modes.map((entry) => (
        <label className={styles.mode} key={entry}>
          <input
            checked={mode === entry}
            disabled={entry === "overlap" && overlap === null}
            name={id}
            onChange={() => choose(entry)}
            type="radio"
          />
          {t(entry === "overlap" && overlap === null ? "wizard:area.overlapNone" : `wizard:area.${entry}`)}
        </label>
      ))}
      {mode === "rectangle" && rectangle !== null ? <Edges crs={crs} rectangle={rectangle} /> : null}
      {size === null ? null : (
        <p className="small">
          {t("wizard:area.size", {
            km2: formatNumber(size.km2, language, size.km2 < 10 ? 2 : 0),
            cells: formatNumber(size.terrainCells, language),
            cell: formatNumber(size.cellSizeM, language, size.cellSizeM < 10 ? 1 : 0),
            memory: formatBytes(size.bytes, language),
          })}
        </p>
      )}
      {size === null || size.verdict === "fits" ? null : (
        <p className={styles.warning} data-verdict={size.verdict}>
          <Icon name="warning" size={16} />
          {t(`wizard:area.${size.verdict}`, { limit: formatNumber(largestRasterCells, language) })}
        </p>
      )}
    </fieldset>
  );
}

const mostM = 100_000_000;

function Edges({ rectangle, crs }: { readonly rectangle: Box; readonly crs: string }) {
  const { t } = useTranslation();
  const { west, south, east, north } = rectangle;
  const edges = [
    { edge: "west", min: -mostM, max: east - smallestM },
    { edge: "east", min: west + smallestM, max: mostM },
    { edge: "south", min: -mostM, max: north - smallestM },
    { edge: "north", min: south + smallestM, max: mostM },
  ] as const;
  return (
    <fieldset className={styles.edges}>
      <legend className="field-label">{t("wizard:area.edges", { crs })}</legend>
      {edges.map(({ edge, min, max }) => (
        <NumberField
          key={edge}
          label={t(`wizard:area.${edge}`)}
          max={max}
          min={min}
          onChange={(value) => setWizard({ rectangle: { ...rectangle, [edge]: Math.round(value) } })}
          step={1}
          unit="m"
          value={rectangle[edge]}
        />
      ))}
    </fieldset>
  );
}
