import { openFolder } from "#app/intake/intakeClient.ts";
import { layersAtStart } from "#scene/atStart.ts";
import type { CameraPose, SceneEvents } from "#scene/contract.ts";
import { preparePlace, warmMesher } from "#scene/prepare.ts";
import { baselineOf } from "#scene/terrain/baseline.ts";
import { syntheticTwin } from "#scene/testing/syntheticTwin.ts";
import type { Twin } from "#twin/twin.ts";
import { countUploads } from "./uploads.ts";

/**
 * The page of the scene benchmark: the demo city, or with `?buildings=N` a synthetic town. It starts as the app does with
 * `?open=demo`: the package is read by a worker and its meshes are begun while the browser loads the engine.
 */
const query = new URLSearchParams(location.search);
const look = { theme: "light", layers: layersAtStart } as const;
warmMesher();
const opening = placeOf(query.get("buildings"));
const engine = import("#scene/createScene.ts");
const twin = await opening;
const container = document.getElementById("scene");
if (container === null) throw new Error("The page has no #scene.");
const uploads = countUploads();

const log =
  (name: string) =>
  (...details: readonly unknown[]): void =>
    console.log(name, JSON.stringify(details));
const events: SceneEvents = {
  onReady: () => {
    document.documentElement.dataset["completeMs"] = String(performance.now());
  },
  onPick: log("pick"),
  onSketch: log("sketch"),
  onGeometry: log("geometry"),
  onSketchCancelled: log("cancelled"),
  onNoStreet: () => {},
  onNoBuilding: log("no building"),
  onProfile: log("profile"),
  onCamera: () => {},
  onContextLost: log("context lost"),
  onContextRestored: log("context restored"),
  onError: (key, detail) => console.error("scene error", key, detail),
};

const { createScene } = await engine;
const scene = createScene(container, events);

async function placeOf(buildings: string | null): Promise<Twin> {
  if (buildings !== null) return syntheticTwin(Number(buildings));
  const data = await openFolder(new URL("/demo/wiesenbrueck/", location.href).toString()).result;
  preparePlace(data, look);
  return baselineOf(data);
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Resolves once nothing was sent to the GPU for a while: the fine picture of the ground follows the first frame. */
async function settle(): Promise<void> {
  const quietMs = 2500;
  let sent = uploads();
  for (let since = performance.now(); performance.now() - since < quietMs; await nextFrame()) {
    if (uploads() === sent) continue;
    sent = uploads();
    since = performance.now();
  }
}

/** Turns the camera a little `count` times, then takes a picture: one more frame, and all before it are truly drawn. */
async function turn(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const pose: CameraPose = scene.camera.pose();
    const before = scene.statistics().frames;
    scene.camera.flyTo({ ...pose, headingDeg: pose.headingDeg + 0.2 }, 0);
    while (scene.statistics().frames === before) await nextFrame();
  }
  // A frame counts once it is handed to the GPU; reading one back waits for the work itself.
  await scene.picture();
}

/** Plays water between two time steps and counts what is sent to the GPU meanwhile. */
async function playWater(twin: Twin, count: number): Promise<number> {
  const { terrain } = twin.data;
  const { columns, rows, cellSizeM, westX, northY } = terrain;
  const grid = { columns, rows, cellSizeM, westX, northY };
  const before = new Uint16Array(columns * rows).map((_, i) => (i % columns) % 400);
  const after = before.map((depth) => depth + 40);
  const show = async (mix: number): Promise<void> => {
    const drawn = scene.statistics().frames;
    scene.set({ leftOverlay: { field: null, frames: { grid, before, after, mix } } });
    while (scene.statistics().frames === drawn) await nextFrame();
  };
  await show(0);
  await show(0.01);
  const start = uploads();
  for (let i = 1; i <= count; i++) await show(i / count);
  const sent = uploads() - start;
  scene.set({ leftOverlay: { field: null, frames: null } });
  return sent;
}

/** Colours as a map of results would: every building by one of seven classes, others at each call. */
let recoloured = 0;
function resultColours(): ReadonlyMap<string, string> {
  const classes = ["#08306b", "#2171b5", "#6baed6", "#deebf7", "#fdae6b", "#e6550d", "#a63603"];
  recoloured += 1;
  return new Map(twin.data.buildings.ids.map((id, i) => [id, classes[(i + recoloured) % 7] as string]));
}

/** Colours all buildings anew and waits until that is drawn. The time is that of the call itself. */
async function recolour(): Promise<number> {
  const buildingColours = resultColours();
  const drawn = scene.statistics().frames;
  const start = performance.now();
  scene.set({ leftOverlay: { field: null, frames: null, buildingColours } });
  const took = performance.now() - start;
  while (scene.statistics().frames === drawn) await nextFrame();
  return took;
}

scene.set({
  left: { planId: "baseline", twin, plan: null },
  sun: { date: "2026-06-21", minutesOfDay: 14 * 60, shadows: query.get("shadows") !== "0" },
});
Object.assign(window, {
  sceneHandle: scene,
  sceneTwin: twin,
  sceneBench: { settle, turn, recolour, playWater: (count: number) => playWater(twin, count) },
});
