import { applyPlan } from "#scenario/applyPlan.ts";
import type { SceneEvents } from "#scene/contract.ts";
import { createScene } from "#scene/createScene.ts";
import { syntheticTwin } from "#scene/testing/syntheticTwin.ts";
import { openPackage } from "#twin/package/open.ts";
import type { Twin } from "#twin/twin.ts";

/** The page of the scene benchmark: the demo city, or with `?buildings=N` a synthetic town. */
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
Object.assign(window, { sceneHandle: scene });

async function demoTwin(): Promise<Twin> {
  const data = await openPackage(
    async (name) => (await fetch(new URL(`/demo/wiesenbrueck/${name}`, location.href))).arrayBuffer(),
    { shared: true, verify: false },
  );
  return { data, operations: [], layerHashes: data.baseHashes };
}

const buildings = query.get("buildings");
const twin = buildings === null ? await demoTwin() : syntheticTwin(Number(buildings));
Object.assign(window, { sceneTwin: twin, applyPlan });
scene.set({
  left: { planId: "baseline", twin, plan: null },
  sun: { date: "2026-06-21", minutesOfDay: 14 * 60, shadows: query.get("shadows") !== "0" },
});
