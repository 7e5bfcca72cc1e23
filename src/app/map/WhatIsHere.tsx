import type { TFunction } from "i18next";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Language, setSession, shownPlans, useSession } from "#app/state/session.ts";
import { useStreet } from "#app/state/street.ts";
import { useTwin, useTwinOfPlan } from "#app/state/twin.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { assumedText } from "#app/ui/derivation.ts";
import { formatArea, formatDate, formatNumber } from "#app/ui/format.ts";
import { PointResults, ReachButton } from "#app/workspace/slots.tsx";
import type { Pick } from "#scene/contract.ts";
import type { Point } from "#twin/frame.ts";
import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import { landCoverOn } from "#twin/read/surface.ts";
import type { LayerSource, Twin, TwinData, TwinLayerName } from "#twin/twin.ts";
import { type BuildingFacts, buildingFacts, plainCode } from "./buildingFacts.ts";
import { OwnFiguresButton } from "./OwnFigures.tsx";
import styles from "./WhatIsHere.module.css";

/** The card after a click: what stands here, where the data came from, and what the models say here. */
export function WhatIsHere() {
  const { t } = useTranslation();
  const pick = useSession((state) => state.pick);
  const data = useTwin((state) => state.data);
  const street = useStreet((state) => state.sectionId !== null);
  const planId = useSession((state) => shownPlans(state).right ?? shownPlans(state).left);
  const twin = useTwinOfPlan(planId);
  const facts = useMemo(
    () => (data !== null && pick?.type === "building" ? buildingFacts(data, pick.id) : null),
    [data, pick],
  );
  if (pick === null || data === null || twin === null) return null;
  return (
    <section aria-label={t("workspace:here.title")} className={`panel ${styles.card}`}>
      <div className="panel-head">
        <h2>{street ? t("workspace:here.street") : titleOf(pick, facts, data, t)}</h2>
        <IconButton
          icon="close"
          label={t("workspace:here.close")}
          onPress={() => setSession({ pick: null, selectedBuildingId: null })}
          shortcut="Esc"
          small
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="panel-body" tabIndex={0}>
        <PointResults pick={pick} />
        {facts === null ? null : <BuildingRows facts={facts} />}
        {facts === null ? null : <OwnFiguresButton facts={facts} />}
        {pick.type === "tree" ? <TreeRows data={data} id={pick.id} /> : null}
        <ReachButton pick={pick} />
        <GroundRows pick={pick} twin={twin} />
        {facts === null || facts.provenance.length === 0 ? null : <Origin facts={facts} />}
        {facts === null || facts.attributes.length === 0 ? null : <Attributes facts={facts} />}
        <Provenance data={data} layer={pick.type === "building" ? "buildings" : layerOf(pick)} />
      </div>
    </section>
  );
}

function layerOf(pick: Pick): TwinLayerName {
  return pick.type === "tree" ? "trees" : "terrain";
}

function titleOf(pick: Pick, facts: BuildingFacts | null, data: TwinData, t: TFunction): string {
  if (pick.type === "tree") {
    const row = data.trees.ids.indexOf(pick.id);
    const species = row < 0 ? "" : (data.trees.species[data.trees.speciesIndex[row] ?? 0] ?? "");
    return species === "" ? t("workspace:here.tree") : species;
  }
  if (facts === null)
    return pick.type === "building" ? t("workspace:here.newBuilding") : t("workspace:here.ground");
  return facts.placeNames[0] ?? codeLabel("function", facts.functionCode, t) ?? t("workspace:here.building");
}

function codeLabel(list: "function" | "roof", code: string, t: TFunction): string | null {
  if (code === "") return null;
  const label = t(`workspace:codes.${list}.${plainCode(code)}`, { defaultValue: "" });
  return label === "" ? null : label;
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CodeValue({ list, code }: { readonly list: "function" | "roof"; readonly code: string }) {
  const { t } = useTranslation();
  if (code === "") return t("workspace:here.unknown");
  const label = codeLabel(list, code, t);
  return (
    <>
      {label ?? t("workspace:here.unknownCode")} <span className="muted small">({code})</span>
    </>
  );
}

/** Beside a person's own figure: what the data say. */
function Delivered({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <span className={`muted small ${styles.delivered}`}>
      {t("workspace:own.mark")} {children}
    </span>
  );
}

function BuildingRows({ facts }: { readonly facts: BuildingFacts }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const metres = (value: number) =>
    Number.isFinite(value) ? `${formatNumber(value, language, 1)}\u202fm` : t("workspace:here.unknown");
  return (
    <dl className={styles.rows}>
      {facts.planned ? (
        <Row label={t("workspace:here.planned")}>{t("workspace:here.plannedWhat")}</Row>
      ) : null}
      <Row label={t("workspace:here.function")}>
        <CodeValue code={facts.functionCode} list="function" />
        {facts.delivered.functionCode === null ? null : (
          <Delivered>
            <CodeValue code={facts.delivered.functionCode} list="function" />
          </Delivered>
        )}
      </Row>
      <Row label={t("workspace:here.roof")}>
        <CodeValue code={facts.roofTypeCode} list="roof" />
      </Row>
      <Row label={t("workspace:here.height")}>
        {metres(facts.heightM)}
        {facts.heightFrom === "delivered" ? null : (
          <span className="muted small"> ({t(`workspace:here.heightFrom.${facts.heightFrom}`)})</span>
        )}
        {facts.delivered.heightM === null ? null : <Delivered>{metres(facts.delivered.heightM)}</Delivered>}
      </Row>
      <Row label={t("workspace:here.eaves")}>{metres(facts.eavesHeightM)}</Row>
      <Row label={t("workspace:here.storeys")}>
        {facts.storeys === 0 ? t("workspace:here.unknown") : facts.storeys}
        {facts.delivered.storeys === null ? null : (
          <Delivered>{facts.delivered.storeys || t("workspace:here.unknown")}</Delivered>
        )}
      </Row>
      <Row label={t("workspace:here.footprint")}>{formatArea(facts.footprintM2, language)}</Row>
      {facts.residents === null ? null : (
        <Row label={t("workspace:here.residents")}>
          {formatNumber(facts.residents, language, 0)}
          {facts.residentsEstimated ? (
            <span className="muted small"> ({t("workspace:here.estimated")})</span>
          ) : null}
        </Row>
      )}
      <Row label={t("workspace:here.id")}>
        <span className={styles.id}>{facts.id}</span>
      </Row>
    </dl>
  );
}

function TreeRows({ data, id }: { readonly data: TwinData; readonly id: string }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const row = data.trees.ids.indexOf(id);
  if (row < 0) return null;
  const metres = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value)
      ? t("workspace:here.unknown")
      : `${formatNumber(value, language, 1)}\u202fm`;
  return (
    <dl className={styles.rows}>
      <Row label={t("workspace:here.height")}>{metres(data.trees.heightM[row])}</Row>
      <Row label={t("workspace:here.crown")}>{metres(data.trees.crownDiameterM[row])}</Row>
      <Row label={t("workspace:here.id")}>
        <span className={styles.id}>{id}</span>
      </Row>
    </dl>
  );
}

const classByCode = new Map<number, LandCoverClass>(
  Object.entries(landCoverCodes).map(([name, code]) => [code, name as LandCoverClass]),
);

/** Land cover at a point with the plan's changes, read on a grid of one cell. */
function landCoverAt(twin: Twin, at: Point): LandCoverClass {
  const grid = { columns: 1, rows: 1, cellSizeM: 1, westX: at[0] - 0.5, northY: at[1] + 0.5 };
  return classByCode.get(landCoverOn(twin, grid)[0] ?? 0) ?? "unknown";
}

function coordinates(twin: Twin, at: Point, language: Language): string {
  const { originEastM, originNorthM } = twin.data.frame;
  return `${formatNumber(originEastM + at[0], language, 1)} / ${formatNumber(originNorthM + at[1], language, 1)}`;
}

function GroundRows({ pick, twin }: { readonly pick: Pick; readonly twin: Twin }) {
  const { t } = useTranslation();
  const cover = landCoverAt(twin, pick.at);
  const language = useSession((state) => state.language);
  const assumed = assumedText(twin.data.sources.landCover?.derivation ?? "delivered", t, language);
  return (
    <dl className={styles.rows}>
      <Row label={t("workspace:here.groundHeight")}>
        {Number.isFinite(pick.groundZ)
          ? t("workspace:here.nhn", { height: formatNumber(pick.groundZ, language, 2) })
          : t("workspace:here.unknown")}
      </Row>
      {pick.type === "building" ? null : (
        <Row label={t("workspace:here.landCover")}>
          {t(`workspace:landCover.${cover}`)}
          {assumed === "" ? null : <span className="muted small"> ({assumed})</span>}
        </Row>
      )}
      <Row label={t("workspace:here.coordinates", { crs: twin.data.frame.crs })}>
        {coordinates(twin, pick.at, language)}
      </Row>
    </dl>
  );
}

/** Where a building's heights and outline came from, in words with the code as delivered. */
function Origin({ facts }: { readonly facts: BuildingFacts }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  return (
    <dl className={styles.rows}>
      {facts.provenance.map(([name, value]) => {
        const word = t(`workspace:attributeCodes.${name}.${value}`, { defaultValue: "" });
        return (
          <Row key={name} label={t(`workspace:attributes.${name}`)}>
            {word === "" && !isCode(value) ? (
              formatDay(value, language)
            ) : (
              <>
                {word || t("workspace:here.unknownCode")} <span className="muted small">({value})</span>
              </>
            )}
          </Row>
        );
      })}
    </dl>
  );
}

const isCode = (value: string): boolean => /^\d+$/.test(value);

/** A day in the reader's notation; anything else as it is. */
const formatDay = (value: string, language: Language): string =>
  /^\d{4}-\d{2}-\d{2}/.test(value) ? formatDate(value.slice(0, 10), language) : value;

function Attributes({ facts }: { readonly facts: BuildingFacts }) {
  const { t } = useTranslation();
  return (
    <details className={styles.more}>
      <summary>{t("workspace:here.attributes", { count: facts.attributes.length })}</summary>
      <dl className={styles.rows}>
        {facts.attributes.map(([name, value]) => (
          <Row key={name} label={t(`workspace:attributes.${name}`, { defaultValue: name })}>
            {value}
          </Row>
        ))}
      </dl>
    </details>
  );
}

function Provenance({ data, layer }: { readonly data: TwinData; readonly layer: TwinLayerName }) {
  const { t } = useTranslation();
  const source: LayerSource | undefined = data.sources[layer];
  if (source === undefined) return null;
  return (
    <p className="muted small">
      {t("workspace:here.source", { title: source.title })}
      {source.date === "" ? "" : `, ${source.date}`}
      {source.licence === "" ? "" : ` · ${source.licence}`}
      {source.derivation === "delivered" ? "" : ` · ${t("workspace:here.derived")}`}
    </p>
  );
}
