import { CesiumWidget, Color, type ContextOptions, Ion, type Scene } from "@cesium/engine";

Ion.defaultAccessToken = "";

const softwareName = /swiftshader|llvmpipe|software|basic render/i;
const softwareScenes = new WeakMap<Scene, boolean>();

/** Whether the processor renders this scene, because the machine has no GPU that the browser may use. */
export function isSoftware(scene: Scene): boolean {
  let known = softwareScenes.get(scene);
  if (known === undefined) {
    // The scene's own context: making one more only to ask costs as much as the first.
    const context = scene.canvas.getContext("webgl2");
    const info = context?.getExtension("WEBGL_debug_renderer_info");
    known = softwareName.test(info ? String(context?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "");
    softwareScenes.set(scene, known);
  }
  return known;
}

const contextOptions: ContextOptions = {
  webgl: { alpha: false, antialias: false, powerPreference: "high-performance" },
};

/** A widget in the container, ready for its first frame; null where the browser has no WebGL 2. */
export function createWidget(container: HTMLElement): CesiumWidget | null {
  const before = new Set(container.children);
  const clear = (): void => {
    for (const child of [...container.children]) if (!before.has(child)) child.remove();
  };
  try {
    const widget = new CesiumWidget(container, {
      ...widgetOptions,
      // Never on the page: Cesium ion is not used, so its logo would mislead.
      creditContainer: document.createElement("div"),
    });
    // Without WebGL 2 the engine falls back to WebGL 1, which lacks what our shaders use.
    if (widget.scene.context.webgl2) {
      prepareWidget(widget);
      return widget;
    }
    widget.destroy();
    clear();
    return null;
  } catch (error) {
    const canvas = [...container.querySelectorAll("canvas")].pop();
    const context = canvas?.getContext("webgl2") ?? null;
    clear();
    // A context that is there is not what failed.
    if (context !== null) throw error;
    return null;
  }
}

const widgetOptions = {
  baseLayer: false,
  skyBox: false,
  skyAtmosphere: false,
  scene3DOnly: true,
  orderIndependentTranslucency: false,
  requestRenderMode: true,
  maximumRenderTimeChange: Number.POSITIVE_INFINITY,
  showRenderLoopErrors: false,
  blurActiveElementOnCanvasFocus: false,
  contextOptions,
} as const;

function prepareWidget(widget: CesiumWidget): void {
  widget.useBrowserRecommendedResolution = false;
  // Twice the pixels of a CSS pixel is enough for any screen.
  widget.resolutionScale = Math.min(1, 2 / Math.max(1, window.devicePixelRatio));
  prepareScene(widget.scene);
}

/** The lite settings of the research notes: everything off that a printed plan does not have. */
function prepareScene(scene: Scene): void {
  // The ground is our own. A globe has to exist, because resium reads its imagery, but it never draws.
  scene.globe.show = false;
  // Software rendering pays for every sample; a GPU hardly notices four.
  scene.msaaSamples = isSoftware(scene) ? 1 : 4;
  // Rays are met on the processor (decision 41): nobody reads the depth that the engine would copy in every frame.
  scene.useDepthPicking = false;
  scene.fog.enabled = false;
  scene.highDynamicRange = false;
  scene.postProcessStages.fxaa.enabled = false;
  if (scene.sun) scene.sun.show = false;
  if (scene.moon) scene.moon.show = false;
  if (scene.skyBox) scene.skyBox.show = false;
  scene.backgroundColor = Color.fromCssColorString("#eef0ed") ?? Color.WHITE;
  scene.screenSpaceCameraController.enableInputs = false;
  scene.screenSpaceCameraController.enableCollisionDetection = false;
  // Far clipping fits the commands that are drawn; near must allow a walk through a street.
  scene.camera.frustum.near = 0.5;
}
