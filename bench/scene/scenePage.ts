import { createScene } from "#scene/createScene.ts";
import type { SceneEvents } from "#scene/contract.ts";
import { syntheticTwin } from "#scene/testing/syntheticTwin.ts";

/** The page of the scene benchmark: `?buildings=N` shows a synthetic town of that size. */
const query = new URLSearchParams(location.search);
const container = document.getElementById("scene");
if (container === null) throw new Error("The page has no #scene.");

const log = (name: string) => (detail: unknown) => console.log(name, JSON.stringify(detail));
const events: SceneEvents = {
  onReady: () => console.log("ready"),
  onPick: log("pick"),
  onSketch: log("sketch"),
  onGeometry: (id, geometry) => console.log("geometry", id, JSON.stringify(geometry)),
  onSketchCancelled: log("cancelled"),
  onProfile: log("profile"),
  onCamera: () => {},
  onContextLost: () => console.log("lost"),
  onContextRestored: () => console.log("restored"),
  onError: (key, detail) => console.error("scene error", key, detail),
};

const scene = createScene(container, events);
const twin = syntheticTwin(Number(query.get("buildings") ?? 1500));
scene.set({
  left: { planId: "baseline", twin, plan: null },
  sun: { date: "2026-06-21", minutesOfDay: 14 * 60, shadows: query.get("shadows") !== "0" },
});
Object.assign(window, { sceneHandle: scene });
