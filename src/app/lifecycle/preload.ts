import type { SceneState } from "#scene/contract.ts";
import { preparePlace, warmMesher } from "#scene/prepare.ts";
import type { TwinData } from "#twin/twin.ts";

/** What is done for the city's picture while its package is being read, not after. Nothing here waits for anything. */

/** Called when somebody asks for a city: the engine is most of the app's weight. */
export function preloadScene(): void {
  if (typeof Worker !== "undefined") warmMesher();
  // A failure is met again, and told, where the scene is mounted.
  import("#scene/SceneView.tsx").catch(() => {});
}

/** Called when its package has been read: the meshes of the city as it is do not wait for the engine. */
export function preloadPlace(data: TwinData, look: Pick<SceneState, "theme" | "layers">): void {
  if (typeof Worker !== "undefined") preparePlace(data, look);
}
