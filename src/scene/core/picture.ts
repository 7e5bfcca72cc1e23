import type { CesiumWidget } from "@cesium/engine";

/** The view with its labels as a PNG data URL. The drawing buffer is only readable right after a frame. */
export function pictureOf(widget: CesiumWidget, overlay: HTMLCanvasElement | null): Promise<string> {
  return new Promise((resolve) => {
    const stop = widget.scene.postRender.addEventListener(() => {
      stop();
      const whole = document.createElement("canvas");
      whole.width = widget.canvas.width;
      whole.height = widget.canvas.height;
      const context = whole.getContext("2d");
      context?.drawImage(widget.canvas, 0, 0);
      if (overlay !== null) context?.drawImage(overlay, 0, 0, whole.width, whole.height);
      resolve(whole.toDataURL("image/png"));
    });
    widget.scene.requestRender();
  });
}
