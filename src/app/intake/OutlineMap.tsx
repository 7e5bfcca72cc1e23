import { type PointerEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { Button } from "#app/ui/Button.tsx";
import { formatNumber } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { type Box, boxOf } from "#workers/intake/describe/hull.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { boxBetween, cityBox, distanceKm, scaleBarM, wholeBox } from "./area.ts";
import { choose } from "./importing.ts";
import { byOrder, lookOf } from "./layerLook.ts";
import { directionTo, type MapView, placeLabels, viewOn } from "./mapView.ts";
import styles from "./OutlineMap.module.css";
import { marksOf, Outlines } from "./Outlines.tsx";
import { PatternDef, Swatch } from "./PatternDefs.tsx";
import { dragged, type Grip, gripAt, grips } from "./rectangleGrips.ts";

const handlePx = 6;

/** Extent of every layer, one colour and pattern each; a file that lies elsewhere is seen at once. */
export function OutlineMap({
  files,
  area,
  drawing,
  onDraw,
}: {
  readonly files: readonly FileDescription[];
  /** What becomes the city; null = nothing to show. */
  readonly area: Box | null;
  /** The rectangle may be drawn and moved. */
  readonly drawing: boolean;
  readonly onDraw: (box: Box) => void;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const id = useId().replaceAll(":", "");
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(480);
  const [everything, setEverything] = useState(false);
  const drag = useRef<{ grip: Grip; from: readonly [number, number]; box: Box } | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const height = Math.round(Math.min(400, Math.max(240, width * 0.56)));
  const whole = useMemo(() => (everything ? wholeBox(files) : cityBox(files)), [files, everything]);
  const view = useMemo(() => (whole === null ? null : viewOn(whole, width, height)), [whole, width, height]);
  const marks = useMemo(() => marksOf(files), [files]);
  const kinds = useMemo(() => [...new Set(marks.map(({ layer }) => layer))].sort(byOrder), [marks]);
  const far = useMemo(() => files.filter((file) => distanceKm(file) > 0), [files]);
  const city = useMemo(() => cityBox(files), [files]);

  if (view === null)
    return (
      <div className={styles.map} ref={frame}>
        <p className={`muted ${styles.empty}`}>{t("wizard:map.empty")}</p>
      </div>
    );

  const point = (event: PointerEvent): readonly [number, number] => {
    const bounds = (svg.current as SVGSVGElement).getBoundingClientRect();
    return view.metres(event.clientX - bounds.left, event.clientY - bounds.top);
  };
  const down = (event: PointerEvent) => {
    if (!drawing || event.button !== 0) return;
    const at = point(event);
    const grip =
      area === null ? "new" : gripAt(area, at, (event.pointerType === "mouse" ? 10 : 22) / view.scale);
    drag.current = { grip, from: at, box: area ?? boxBetween(at, at) };
    svg.current?.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const move = (event: PointerEvent) => {
    if (drag.current !== null)
      onDraw(dragged(drag.current.grip, drag.current.box, drag.current.from, point(event)));
  };
  const up = () => {
    drag.current = null;
  };

  const layerName = (layer: string) => t(`wizard:layers.${layer}`, { defaultValue: layer });
  const entries = kinds.map((layer) => {
    const own = marks.filter((mark) => mark.layer === layer && mark.used);
    const box =
      boxOf(own.filter((mark) => !mark.far).map(({ ring }) => ring)) ?? boxOf(own.map(({ ring }) => ring));
    const size = (metres: number) => formatNumber(metres / 1000, language, metres < 995 ? 2 : 1);
    const text =
      box === null
        ? layerName(layer)
        : t("wizard:map.entry", {
            layer: layerName(layer),
            width: size(box.east - box.west),
            height: size(box.north - box.south),
          });
    return {
      layer,
      text,
      box,
      files: new Set(marks.filter((mark) => mark.layer === layer).map(({ id }) => id)).size,
    };
  });
  const labels = placeLabels(
    entries.flatMap(({ layer, box }) => (box === null ? [] : [{ text: layerName(layer), box, layer }])),
    view,
  );

  return (
    <div className={styles.map} ref={frame}>
      <svg
        aria-label={t("wizard:map.label", { list: entries.map(({ text }) => text).join(", ") })}
        className={styles.picture}
        data-drawing={drawing}
        height={height}
        onPointerCancel={up}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        ref={svg}
        role="img"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
      >
        <defs>
          {kinds.map((layer) => (
            <PatternDef id={`${id}-${layer}`} key={layer} look={lookOf(layer)} />
          ))}
        </defs>
        <Outlines marks={marks} prefix={id} view={view} />
        {everything || city === null
          ? null
          : far.map((file) => (
              <FarMark city={city} file={file} height={height} key={file.id} width={width} />
            ))}
        {area === null ? null : (
          <AreaRectangle area={area} drawing={drawing} height={height} view={view} width={width} />
        )}
        {labels.map(({ text, x, y, layer }) => (
          <text className={styles.name} fill={lookOf(layer).colour} key={layer} x={x} y={y}>
            {text}
          </text>
        ))}
        <ScaleBar height={height} view={view} width={width} />
      </svg>
      {drawing ? <p className="muted small">{t("wizard:map.drawHint")}</p> : null}
      <ul className={styles.legend}>
        {entries.map(({ layer, text, box, files: count }) => (
          <li key={layer}>
            <Swatch id={`${id}-${layer}-swatch`} look={lookOf(layer)} />
            <span>
              {text}
              {box === null ? <span className="muted"> · {t("wizard:map.unused")}</span> : null}
              {count > 1 ? <span className="muted"> · {t("wizard:map.legendFiles", { count })}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {far.length === 0 ? null : (
        <div className={styles.far}>
          {far.map((file) => (
            <p key={file.id}>
              <Icon name="warning" size={16} />
              <span>
                {t("wizard:map.far", {
                  name: file.report.name,
                  km: formatNumber(distanceKm(file), language),
                  direction: t(`wizard:map.directions.${directionOf(file, city)}`),
                })}
              </span>
            </p>
          ))}
          <div className={styles.farActions}>
            <Button
              onPress={() =>
                void choose(
                  far.map((file) => file.id),
                  { used: false },
                )
              }
              small
            >
              {t("wizard:files.removeFar")}
            </Button>
            <Button aria-pressed={everything} onPress={() => setEverything(!everything)} small>
              {t(everything ? "wizard:map.showCity" : "wizard:map.showAll")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

function directionOf(file: FileDescription, city: Box | null): string {
  const own = boxOf(file.outlines.map(({ outline }) => outline));
  return own === null || city === null ? "n" : directionTo(city, own).name;
}

/** An arrow at the edge of the map, in whose direction a file lies that the map does not reach. */
function FarMark({
  file,
  city,
  width,
  height,
}: {
  readonly file: FileDescription;
  readonly city: Box;
  readonly width: number;
  readonly height: number;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const own = boxOf(file.outlines.map(({ outline }) => outline));
  if (own === null) return null;
  const { angle } = directionTo(city, own);
  const reach = Math.min(
    (width / 2 - 18) / Math.abs(Math.cos(angle)),
    (height / 2 - 18) / Math.abs(Math.sin(angle)),
  );
  const x = width / 2 + Math.cos(angle) * reach;
  const y = height / 2 - Math.sin(angle) * reach;
  const anchor = x > width * 0.66 ? "end" : x < width * 0.33 ? "start" : "middle";
  return (
    <g className={styles.farMark}>
      <path d="M-9-7 9 0-9 7z" transform={`translate(${x} ${y}) rotate(${(-angle * 180) / Math.PI})`} />
      <text textAnchor={anchor} x={x} y={y > height / 2 ? y - 14 : y + 24}>
        {t("wizard:map.farShort", { km: formatNumber(distanceKm(file), language) })}
      </text>
    </g>
  );
}

function AreaRectangle({
  area,
  drawing,
  view,
  width,
  height,
}: {
  readonly area: Box;
  readonly drawing: boolean;
  readonly view: MapView;
  readonly width: number;
  readonly height: number;
}) {
  const [left, top] = view.pixels(area.west, area.north);
  const [right, bottom] = view.pixels(area.east, area.south);
  return (
    <g>
      <path
        className={styles.outside}
        d={`M0 0H${width}V${height}H0ZM${left} ${top}V${bottom}H${right}V${top}Z`}
        fillRule="evenodd"
      />
      <rect
        className={styles.area}
        data-drawing={drawing}
        height={Math.max(1, bottom - top)}
        width={Math.max(1, right - left)}
        x={left}
        y={top}
      />
      {drawing
        ? grips.map(({ name, at }) => {
            const [x, y] = view.pixels(...at(area));
            return (
              <rect
                className={styles.handle}
                data-grip={name}
                height={handlePx * 2}
                key={name}
                width={handlePx * 2}
                x={x - handlePx}
                y={y - handlePx}
              />
            );
          })
        : null}
    </g>
  );
}

function ScaleBar({
  view,
  width,
  height,
}: {
  readonly view: MapView;
  readonly width: number;
  readonly height: number;
}) {
  const language = useSession((state) => state.language);
  const metres = scaleBarM((width * 0.3) / view.scale);
  const bar = metres * view.scale;
  const text =
    metres >= 1000
      ? `${formatNumber(metres / 1000, language)}\u202fkm`
      : `${formatNumber(metres, language)}\u202fm`;
  return (
    <g className={styles.scale} transform={`translate(12 ${height - 12})`}>
      <path d={`M0-5V0H${bar}V-5`} />
      <text x={bar + 6} y="1">
        {text}
      </text>
    </g>
  );
}
