import type { CesiumWidget } from "@cesium/engine";

/** The view with its labels as a PNG data URL, signed with what has to be named. The drawing buffer is only readable right after a frame. */
export function pictureOf(
  widget: CesiumWidget,
  overlay: HTMLCanvasElement | null,
  credits: readonly string[],
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
      if (context && credits.length > 0) sign(context, credits);
      resolve(whole.toDataURL("image/png"));
    });
    widget.scene.requestRender();
  });
}

/** Names in the lower right corner, as many a line as fit. */
function sign(context: CanvasRenderingContext2D, credits: readonly string[]): void {
  const { width, height } = context.canvas;
  const size = Math.max(12, Math.round(width / 110));
  context.font = `${size}px "Atkinson Hyperlegible", system-ui, sans-serif`;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.lineJoin = "round";
  context.lineWidth = size / 3;
  context.strokeStyle = "rgba(255, 255, 255, 0.92)";
  context.fillStyle = "#22282d";
  const lines: string[] = [];
  for (const credit of credits) {
    const longer = lines.length === 0 ? credit : `${lines[lines.length - 1]} · ${credit}`;
    if (lines.length > 0 && context.measureText(longer).width <= width - 2 * size)
      lines[lines.length - 1] = longer;
    else lines.push(credit);
  }
  for (const [i, line] of lines.reverse().entries()) {
    const y = height - size / 2 - i * size * 1.3;
    context.strokeText(line, width - size, y, width - 2 * size);
    context.fillText(line, width - size, y, width - 2 * size);
  }
}
