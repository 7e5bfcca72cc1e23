import { Cartesian3, DirectionalLight, Matrix3, Matrix4, type ShadowMap } from "@cesium/engine";
import type { SceneState } from "../contract.ts";
import type { SceneContext } from "../core/context.ts";
import { watch } from "../core/store.ts";

/** The light that everything is drawn under. */
export type SunLight = {
  /** Towards the light, in frame directions, unit length. */
  readonly localDirection: () => Cartesian3;
  /** How bright the picture is: 1 by day, less when the sun is down. */
  readonly daylight: () => number;
  readonly destroy: () => void;
};

/** Without shadows the light stays put, so that pictures of different hours can be compared: from the south-west. */
const fixedLight = Cartesian3.normalize(new Cartesian3(-0.55, -0.62, 0.9), new Cartesian3());
/** Below this height the sun's shadows are endless; the picture goes over to dusk. */
const duskSine = Math.sin((3 * Math.PI) / 180);

/** The sun's true direction drives light and shadow map; the shadows are an illustration, not a result. */
export function createSunLight(context: SceneContext): SunLight {
  const { scene, data, frame } = context;
  const centreX = (data.extent.minX + data.extent.maxX) / 2;
  const centreY = (data.extent.minY + data.extent.maxY) / 2;
  const affine = frame.affineAt(centreX, centreY, 0);
  const toLocal = Matrix3.transpose(Matrix4.getMatrix3(affine, new Matrix3()), new Matrix3());
  const toWorld = Matrix4.getMatrix3(affine, new Matrix3());
  let local = Cartesian3.clone(fixedLight);
  let bright = 1;

  const shadowMap = scene.shadowMap;
  const reach = Math.hypot(data.extent.maxX - data.extent.minX, data.extent.maxY - data.extent.minY);
  // Without a GPU every texel is paid for by the processor.
  const fine = !context.thrifty;
  shadowMap.softShadows = fine;
  shadowMap.size = fine ? 4096 : 1024;
  shadowMap.maximumDistance = Math.min(6000, Math.max(800, reach * 1.6));
  shadowMap.fadingEnabled = true;
  widenBias(shadowMap);

  const update = (state: SceneState): void => {
    const sun = sunDirection(state.sun.date, state.sun.minutesOfDay, toLocal);
    const up = sun.z > duskSine;
    const shadows = state.sun.shadows && up;
    local = shadows ? sun : Cartesian3.clone(fixedLight);
    bright = state.sun.shadows ? 0.72 + 0.28 * Math.min(1, Math.max(0, (sun.z + 0.05) / 0.25)) : 1;
    const world = Matrix3.multiplyByVector(toWorld, local, new Cartesian3());
    Cartesian3.normalize(world, world);
    scene.light = new DirectionalLight({ direction: Cartesian3.negate(world, new Cartesian3()) });
    context.setShadows(shadows);
    context.requestRender();
  };
  const stop = watch(context.store, ["sun", "theme"], update);
  const stopShade = watch(context.store, ["leftOverlay", "rightOverlay", "theme"], (state) => {
    // Colours that mean something must be those of the legend: a shadow on them would read as another class.
    const means = [state.leftOverlay, state.rightOverlay].some(({ field }) => field?.style === "draped");
    shadowMap.darkness = means ? 0.94 : state.theme === "dark" ? 0.6 : 0.74;
  });

  return {
    localDirection: () => local,
    daylight: () => bright,
    destroy: () => {
      stop();
      stopShade();
    },
  };
}

/**
 * A city's cascade has texels of a metre: with the engine's own bias, meant for models of a few metres, every face
 * would shade itself in stripes. The bias has no public setter.
 */
function widenBias(shadowMap: ShadowMap): void {
  const { _primitiveBias: bias } = shadowMap as unknown as {
    _primitiveBias: { normalOffsetScale: number; depthBias: number };
  };
  bias.normalOffsetScale = 0.6;
  bias.depthBias = 0.0003;
}

/**
 * Towards the sun in frame directions at a German local date and time. Low-precision formulas for the Sun's coordinates
 * (Astronomical Almanac, section C: 0.01° between 1950 and 2050) and Greenwich mean sidereal time (IAU 1982).
 */
export function sunDirection(date: string, minutesOfDay: number, toLocal: Matrix3): Cartesian3 {
  const radians = Math.PI / 180;
  const days = instantOf(date, minutesOfDay) / 86_400_000 + 2_440_587.5 - 2_451_545;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const anomaly = (357.528 + 0.9856003 * days) * radians;
  const longitude = (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * radians;
  const obliquity = (23.439 - 0.0000004 * days) * radians;
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude));
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude));
  const siderealDeg = 15 * (18.697374558 + 24.06570982441908 * days);
  const angle = ascension - siderealDeg * radians;
  const fixed = new Cartesian3(
    Math.cos(declination) * Math.cos(angle),
    Math.cos(declination) * Math.sin(angle),
    Math.sin(declination),
  );
  const local = Matrix3.multiplyByVector(toLocal, fixed, new Cartesian3());
  return Cartesian3.normalize(local, local);
}

/**
 * Milliseconds since 1970 of a clock time in Germany. Summer time by the rule that holds in the EU since 1996 (directive
 * 2000/84/EC): from the last Sunday of March to the last Sunday of October, 01:00 UTC. The browser's own calendar takes 10–40 ms
 * for the first answer, in the middle of opening a city.
 */
export function instantOf(date: string, minutesOfDay: number): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const wall = Number.isNaN(midnight) ? Date.parse("2026-06-21T12:00:00Z") : midnight + minutesOfDay * 60_000;
  const year = new Date(wall).getUTCFullYear();
  const winter = wall - hourMs;
  const isSummer = winter >= changeOf(year, 2) && winter < changeOf(year, 9);
  return isSummer ? winter - hourMs : winter;
}

const hourMs = 3_600_000;

/** 01:00 UTC on the last Sunday of a month of 31 days. */
function changeOf(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31));
  return Date.UTC(year, month, 31 - last.getUTCDay(), 1);
}
