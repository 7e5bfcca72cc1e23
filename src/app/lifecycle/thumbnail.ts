import type { SceneHandle } from "#scene/contract.ts";

const widthPx = 480;
const heightPx = 300;

/** The current view as a small JPEG data URL, cut to the cards of the start page. */
export async function thumbnailOf(scene: SceneHandle): Promise<string> {
  const picture = await scene.picture();
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext("2d");
  if (context === null) return "";
  const scale = Math.max(widthPx / image.width, heightPx / image.height);
  const width = image.width * scale;
  const height = image.height * scale;
  context.drawImage(image, (widthPx - width) / 2, (heightPx - height) / 2, width, height);
  return canvas.toDataURL("image/jpeg", 0.82);
}
