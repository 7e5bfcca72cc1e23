import { BoundingSphere, Cartesian3, type Texture } from "@cesium/engine";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { SceneState, SceneVehicles } from "../contract.ts";
import type { Layer, SceneContext, Side } from "../core/context.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh } from "../gpu/drawMesh.ts";
import { vectorTexture } from "../gpu/textures.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { deckHeightAt } from "./bridgeDecks.ts";
import { decksOf } from "./bridges.ts";
import type { SunLight } from "./sun.ts";
import { createMotion, type Motion, mostVehicles, numbersAVehicle } from "./vehicleMotion.ts";
import { vehicleBox, vehicleFragmentShader, vehiclesARow, vehicleVertexShader } from "./vehicleShader.ts";

/** How much faster than a clock the vehicles go: from above, walking pace is no motion. */
const timeLapse = 4;
/** After a pause of the page nobody wants to see the time that was missed. */
const longestStepS = 0.25;
const rows = Math.ceil((1.2 * mostVehicles) / vehiclesARow);
/** Light enough for the darkest ribbon, warm enough for the palest ground. */
const bodyColour = new Cartesian3(1, 0.84, 0.36);

type Shown = {
  readonly vehicles: SceneVehicles;
  readonly motion: Motion;
  readonly mesh: DrawMesh;
  readonly texture: Texture;
  side: Side;
};

/** Vehicles that move along the routes of a result. Frames are drawn only while there are any, and none for who asked for rest. */
export function createVehicleLayer(
  context: SceneContext,
  sun: SunLight,
  groundOf: (twin: Twin) => HeightField,
): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  const numbers = new Float32Array(rows * vehiclesARow * numbersAVehicle);
  let left: Shown | null = null;
  let right: Shown | null = null;
  let frame = 0;
  let last = 0;

  const drop = (shown: Shown | null): null => {
    if (shown !== null) layer.remove(shown.mesh);
    return null;
  };

  const made = (vehicles: SceneVehicles, twin: Twin): Shown => {
    const ground = groundOf(twin);
    const decks = decksOf(twin, ground);
    const heights = {
      groundAt: ground.heightAt,
      deckAt: (x: number, y: number) => deckHeightAt(decks, x, y),
    };
    const { extent } = context.data;
    const origin = [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2, ground.minZ] as const;
    const modelMatrix = context.frame.affineAt(...origin);
    const reach = Math.hypot(extent.maxX - extent.minX, extent.maxY - extent.minY);
    const texture = vectorTexture(context.scene.context, numbers, vehiclesARow, rows);
    const box = vehicleBox();
    const motion = createMotion(vehicles, streetsOf(twin).sections, heights);
    const shown: Shown = {
      vehicles,
      texture,
      side: 0,
      motion: { advance: motion.advance, write: (into) => relative(into, motion.write(into), origin) },
      mesh: createDrawMesh(
        context.scene.context,
        {
          attributes: {
            position: { array: box.position, components: 3 },
            normal: { array: box.normal, components: 3 },
            slot: {
              array: Float32Array.from({ length: rows * vehiclesARow }, (_, i) => i),
              components: 1,
              perInstance: true,
            },
          },
          indices: box.indices,
          instances: rows * vehiclesARow,
          vertexShader: vehicleVertexShader,
          fragmentShader: vehicleFragmentShader,
          uniforms: {
            u_side: () => shown.side,
            u_vehicles: () => texture,
            u_body: () => bodyColour,
            u_daylight: sun.daylight,
          },
          modelMatrix,
          bounds: BoundingSphere.transform(
            new BoundingSphere(Cartesian3.ZERO, reach),
            modelMatrix,
            new BoundingSphere(),
          ),
          backFaces: true,
        },
        [texture],
      ),
    };
    layer.add(shown.mesh);
    return shown;
  };

  const put = (shown: Shown | null, vehicles: SceneVehicles | undefined, twin: Twin | null, side: Side) => {
    if (vehicles === undefined || twin === null) return drop(shown);
    const kept = shown?.vehicles === vehicles ? shown : null;
    if (kept === null) drop(shown);
    const next = kept ?? made(vehicles, twin);
    next.side = side;
    return next;
  };

  const move = (nowMs: number): void => {
    frame = 0;
    if (left === null && right === null) return;
    const seconds = last === 0 ? 0 : Math.min(longestStepS, (nowMs - last) / 1000) * timeLapse;
    last = nowMs;
    for (const shown of [left, right]) {
      if (shown === null) continue;
      shown.motion.advance(seconds);
      const count = shown.motion.write(numbers);
      shown.mesh.show = count > 0;
      shown.mesh.command.instanceCount = count;
      shown.texture.copyFrom({ source: { arrayBufferView: numbers, width: vehiclesARow, height: rows } });
    }
    context.requestRender();
    frame = requestAnimationFrame(move);
  };

  const update = (state: SceneState): void => {
    const still = state.reducedMotion;
    const split = state.right !== null;
    left = put(
      left,
      still ? undefined : state.leftOverlay.vehicles,
      state.left?.twin ?? null,
      split ? -1 : 0,
    );
    right = put(right, still ? undefined : state.rightOverlay.vehicles, state.right?.twin ?? null, 1);
    const any = left !== null || right !== null;
    if (any && frame === 0) {
      last = 0;
      frame = requestAnimationFrame(move);
    }
    if (!any) {
      cancelAnimationFrame(frame);
      frame = 0;
    }
    context.requestRender();
  };
  const stop = context.follow(["left", "right", "leftOverlay", "rightOverlay", "reducedMotion"], update);
  return {
    destroy: () => {
      stop();
      cancelAnimationFrame(frame);
      left = drop(left);
      right = drop(right);
      context.remove(layer);
    },
  };
}

/** Positions as seen from an origin, so that they fit into a float. */
function relative(into: Float32Array, count: number, origin: readonly [number, number, number]): number {
  for (let i = 0; i < count; i++)
    for (let axis = 0; axis < 3; axis++) into[numbersAVehicle * i + axis] -= origin[axis as 0];
  return count;
}
