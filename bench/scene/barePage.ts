import { createWidget } from "#scene/core/widget.ts";
import "#scene/scene.css";

/** What everything is measured against: the same widget with the same settings, and nothing in it. */
const container = document.getElementById("scene");
if (container === null) throw new Error("The page has no #scene.");
const widget = createWidget(container);
if (widget === null) throw new Error("The browser has no WebGL 2.");
const stop = widget.scene.postRender.addEventListener(() => {
  stop();
  document.documentElement.dataset["completeMs"] = String(performance.now());
});
widget.scene.requestRender();
