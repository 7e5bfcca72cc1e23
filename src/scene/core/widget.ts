import { CesiumWidget, Color, type ContextOptions, Ion, type Scene } from "@cesium/engine";

Ion.defaultAccessToken = "";

/** Software rendering pays for every sample; a GPU hardly notices four. */
export function samplesFor(): number {
  return graphics().software ? 1 : 4;
}

export function hasWebGl2(): boolean {
  return graphics().webGl2;
}

type Graphics = { readonly webGl2: boolean; readonly software: boolean };

let known: Graphics | null = null;

/** Asks the driver once: making a context takes tens of milliseconds. */
function graphics(): Graphics {
  known ??= probe();
  return known;
}

function probe(): Graphics {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    if (context === null) return { webGl2: false, software: false };
    const info = context.getExtension("WEBGL_debug_renderer_info");
    const name = info ? String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
    context.getExtension("WEBGL_lose_context")?.loseContext();
    return { webGl2: true, software: /swiftshader|llvmpipe|software|basic render/i.test(name) };
  } catch {
    return { webGl2: false, software: false };
  }
}

const contextOptions: ContextOptions = {
  webgl: { alpha: false, antialias: false, powerPreference: "high-performance" },
};

/** Options at module scope: resium rebuilds the widget whenever one of them is another object. */
export const widgetOptions = {
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

export function createWidget(container: HTMLElement): CesiumWidget {
  const widget = new CesiumWidget(container, {
    ...widgetOptions,
    creditContainer: document.createElement("div"),
    msaaSamples: samplesFor(),
  });
  prepareWidget(widget);
  return widget;
}

export function prepareWidget(widget: CesiumWidget): void {
  widget.useBrowserRecommendedResolution = false;
  // Twice the pixels of a CSS pixel is enough for any screen.
  widget.resolutionScale = Math.min(1, 2 / Math.max(1, window.devicePixelRatio));
  prepareScene(widget.scene);
}

/** The lite settings of the research notes: everything off that a printed plan does not have. */
function prepareScene(scene: Scene): void {
  // The ground is our own. A globe has to exist, because resium reads its imagery, but it never draws.
  scene.globe.show = false;
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
