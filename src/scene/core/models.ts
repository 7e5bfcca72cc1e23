import { Axis, type CustomShader, type Matrix4, Model, type ShadowMode } from "@cesium/engine";
import type { SceneContext } from "./context.ts";

let modelCount = 0;

/** Adds a binary glTF to the scene and resolves once it can be drawn. */
export async function loadModel(
  context: SceneContext,
  options: {
    readonly glb: Uint8Array;
    readonly modelMatrix: Matrix4;
    readonly shader: CustomShader;
    readonly shadows: ShadowMode;
  },
): Promise<Model> {
  modelCount++;
  const wanted = {
    gltf: options.glb,
    // The engine caches what it parses by address, so two files must not share one.
    basePath: `planfall-${modelCount}/`,
    modelMatrix: options.modelMatrix,
    customShader: options.shader,
    shadows: options.shadows,
    // glTF's own forward (z) would turn the model by a quarter about its origin.
    upAxis: Axis.Y,
    forwardAxis: Axis.X,
    asynchronous: false,
    incrementallyLoadTextures: false,
    // Our shader is unlit: an environment map would be computed for nothing.
    environmentMapOptions: { enabled: false },
    enablePick: false,
  };
  const model = await Model.fromGltfAsync(wanted as unknown as Parameters<typeof Model.fromGltfAsync>[0]);
  const { scene } = context;
  if (scene.isDestroyed()) throw new Error("The scene is gone.");
  scene.primitives.add(model);
  await new Promise<void>((resolve, reject) => {
    const stops: (() => void)[] = [];
    const end = (action: () => void): void => {
      for (const stop of stops) stop();
      action();
    };
    stops.push(
      model.readyEvent.addEventListener(() => end(resolve)),
      model.errorEvent.addEventListener((error) => end(() => reject(error))),
      // Loading only goes on while frames are rendered.
      scene.postRender.addEventListener(() => {
        if (!model.ready) scene.requestRender();
      }),
    );
    scene.requestRender();
  });
  return model;
}
