import type { CesiumWidget } from "@cesium/engine";

/** The view with its labels as a PNG data URL, signed with what has to be named. The drawing buffer is only readable right after a frame. */
export function pictureOf(
  widget: CesiumWidget,
  overlay: HTMLCanvasElement | null,
  attribution: string,
): Promise<string> {
  return new Promise((resolve) => {
    const stop = widget.scene.postRender.addEventListener(() => {
      stop();
      const whole = document.createElement("canvas");
      whole.width = widget.canvas.width;
      whole.height = widget.canvas.height;
      const context = whole.getContext("2d");
      context?.drawImage(widget.canvas, 0, 0);
      if (overlay !== null) context?.drawImage(overlay, 0, 0, whole.width, whole.height);
      if (context && attribution !== "") sign(context, attribution);
      resolve(whole.toDataURL("image/png"));
    });
    widget.scene.requestRender();
  });
}

function sign(context: CanvasRenderingContext2D, attribution: string): void {
  const { width, height } = context.canvas;
  const size = Math.max(12, Math.round(width / 110));
  context.font = `${size}px "Atkinson Hyperlegible", system-ui, sans-serif`;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.lineJoin = "round";
  context.lineWidth = size / 3;
  context.strokeStyle = "rgba(255, 255, 255, 0.92)";
  context.strokeText(attribution, width - size, height - size / 2);
  context.fillStyle = "#22282d";
  context.fillText(attribution, width - size, height - size / 2);
}
