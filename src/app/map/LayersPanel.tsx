import { useEffect } from "react";
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { loadBasemaps, useBasemaps } from "#app/state/basemaps.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { viewStore } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { Switch } from "#app/ui/fields.tsx";
import { imageryOpacity } from "#scene/layers/imageryShown.ts";
import type { Tileset } from "#twin/tilesets.ts";
import styles from "./LayersPanel.module.css";

const names = ["buildings", "trees", "streets", "labels"] as const;

export function LayersPanel() {
  const { t } = useTranslation();
  const layers = useSession((state) => state.layers);
  return (
    <div className={styles.panel}>
      <h3>{t("workspace:map.layers")}</h3>
      {names.map((name) => (
        <Switch
          isSelected={layers[name]}
          key={name}
          onChange={(shown) => setSession({ layers: { ...layers, [name]: shown } })}
        >
          {t(`workspace:layers.${name}`)}
        </Switch>
      ))}
      <TilesetChoice />
      <ImageryChoice />
      <BasemapChoice />
    </div>
  );
}

/** Flies to a tileset, near enough to see it and far enough to see all of it. */
function lookAt({ outline, minZ, maxZ }: Tileset): void {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const across = Math.hypot(east - west, north - south, maxZ - minZ);
  const { scene } = viewStore.getState();
  scene?.camera.lookAt([(west + east) / 2, (south + north) / 2], Math.min(3000, 80 + 1.8 * across));
}

/** The city's 3D Tiles, where it has any: a switch, and plain words on what they are not. */
function TilesetChoice() {
  const { t } = useTranslation();
  const layers = useSession((state) => state.layers);
  const tilesets = useTwin((state) => state.data?.tiles3d ?? null);
  if (tilesets === null) return null;
  return (
    <>
      <Switch
        isSelected={layers.tiles3d}
        onChange={(shown) => setSession({ layers: { ...layers, tiles3d: shown } })}
      >
        {t("workspace:layers.tiles3d")}
      </Switch>
      <p className="muted small">{t("workspace:layers.tiles3dNote")}</p>
      {layers.tiles3d ? (
        <ul className={styles.places}>
          {tilesets.sets.map((tileset) => (
            <li key={tileset.folder}>
              <Button look="plain" onPress={() => lookAt(tileset)} small>
                {t("workspace:layers.tiles3dLook", { name: tileset.name })}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

const usualOpacity = 1;

/** The city's aerial picture, where it has one: a switch, and how much of the ground shows through it. */
function ImageryChoice() {
  const { t } = useTranslation();
  const layers = useSession((state) => state.layers);
  const data = useTwin((state) => state.data);
  if (data === null || data.imagery === null) return null;
  const opacity = imageryOpacity(layers.imagery, data);
  const change = (imagery: number): void => setSession({ layers: { ...layers, imagery } });
  return (
    <>
      <Switch isSelected={opacity > 0} onChange={(shown) => change(shown ? usualOpacity : 0)}>
        {t("workspace:layers.imagery")}
      </Switch>
      {opacity > 0 ? (
        <Slider
          className="slider"
          maxValue={100}
          minValue={10}
          onChange={(percent) => change(percent / 100)}
          step={5}
          value={Math.round(opacity * 100)}
        >
          <div className="slider-head">
            <Label>{t("workspace:layers.imageryOpacity")}</Label>
            <SliderOutput>{({ state }) => `${state.values[0]} %`}</SliderOutput>
          </div>
          <SliderTrack className="slider-track">
            <SliderThumb className="slider-thumb" />
          </SliderTrack>
        </Slider>
      ) : null}
    </>
  );
}

/** Maps of others, if this installation allows any. Off until somebody switches one on, every time. */
function BasemapChoice() {
  const { t } = useTranslation();
  const layers = useSession((state) => state.layers);
  const language = useSession((state) => state.language);
  const basemaps = useBasemaps((state) => state.basemaps);
  const refused = useBasemaps((state) => state.refused);
  useEffect(() => void loadBasemaps(), []);
  const refusedNote =
    refused === 0 ? null : (
      <p className="small" role="status">
        {t("workspace:layers.basemapRefused", { count: refused })}
      </p>
    );
  if (basemaps.length === 0)
    return (
      <>
        <p className="muted small">{t("workspace:layers.basemapNote")}</p>
        {refusedNote}
      </>
    );
  return (
    <fieldset className={styles.maps}>
      <legend>{t("workspace:layers.basemap")}</legend>
      {[null, ...basemaps].map((basemap) => (
        <label className={styles.map} key={basemap?.id ?? "none"}>
          <input
            checked={(layers.basemap?.id ?? null) === (basemap?.id ?? null)}
            name="basemap"
            onChange={() => setSession({ layers: { ...layers, basemap } })}
            type="radio"
          />
          {basemap === null ? t("workspace:layers.basemapNone") : basemap.name[language]}
        </label>
      ))}
      <p className="muted small">{t("workspace:layers.basemapAsks")}</p>
      {refusedNote}
    </fieldset>
  );
}
