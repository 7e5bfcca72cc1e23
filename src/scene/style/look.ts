import { Cartesian4, Color } from "@cesium/engine";
import type { SceneState } from "../contract.ts";

/** Colours that the scene itself brings; everything strong on the screen is left to results. */
export type Look = {
  readonly background: Color;
  readonly plinth: Cartesian4;
  readonly wall: Cartesian4;
  readonly roof: Cartesian4;
  readonly flatRoof: Cartesian4;
  readonly ink: Cartesian4;
  readonly planned: Cartesian4;
  readonly selected: Cartesian4;
  readonly crown: Cartesian4;
  readonly conifer: Cartesian4;
  readonly trunk: Cartesian4;
  readonly label: string;
  readonly labelHalo: string;
  readonly water: readonly string[];
};

const vec = (css: string, alpha = 1): Cartesian4 => {
  const colour = Color.fromCssColorString(css) ?? Color.WHITE;
  return new Cartesian4(colour.red, colour.green, colour.blue, alpha);
};

/** Depth in metres at which the colour of water changes: the thresholds of the official hazard maps. */
export const waterEdgesM = [0.05, 0.1, 0.3, 0.5, 1] as const;

const light: Look = {
  background: Color.fromCssColorString("#eef0ed") ?? Color.WHITE,
  plinth: vec("#d9d4c9"),
  wall: vec("#faf6ee"),
  roof: vec("#e3cdb9"),
  flatRoof: vec("#efece4"),
  ink: vec("#5b5348", 0.62),
  planned: vec("#efd3a0"),
  selected: vec("#f2a33a"),
  crown: vec("#98b483"),
  conifer: vec("#86a580"),
  trunk: vec("#a3937f"),
  label: "#3d3a35",
  labelHalo: "rgba(252, 251, 248, 0.92)",
  water: ["#c6dcec", "#97c1de", "#5f9ec9", "#2f76ad", "#124a80"],
};

const dark: Look = {
  ...light,
  background: Color.fromCssColorString("#1d2023") ?? Color.BLACK,
  plinth: vec("#2b2d30"),
  wall: vec("#777a7e"),
  roof: vec("#7d7068"),
  flatRoof: vec("#717478"),
  ink: vec("#1a1b1d", 0.7),
  crown: vec("#58704f"),
  conifer: vec("#48614a"),
  trunk: vec("#5d5348"),
  label: "#f1efe9",
  labelHalo: "rgba(24, 26, 28, 0.9)",
};

const contrast: Look = {
  ...light,
  background: Color.WHITE,
  wall: vec("#ffffff"),
  roof: vec("#e4d2c2"),
  flatRoof: vec("#f0f0f0"),
  ink: vec("#000000", 0.9),
  label: "#000000",
  labelHalo: "rgba(255, 255, 255, 0.98)",
};

const looks: Readonly<Record<SceneState["theme"], Look>> = { light, dark, contrast };

export const lookOf = (theme: SceneState["theme"]): Look => looks[theme];
