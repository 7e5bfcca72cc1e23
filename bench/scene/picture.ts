import { chromium } from "playwright";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";

/**
 * `npx tsx bench/scene/picture.ts OUT.png URL WIDTH HEIGHT [script]`: a picture of the bench page (served by `npx vite`) once its
 * scene is complete; the script may change it first through `sceneHandle`.
 */
const [
  out = "scene.png",
  url = "http://localhost:5173/bench/scene/scene.html",
  width = "1440",
  height = "900",
  script,
] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
page.on("console", (message) => console.log(`[${message.type()}]`, message.text().slice(0, 1500)));
page.on("pageerror", (error) => console.error(error.message));
await page.goto(url);
await page.waitForSelector("[data-scene-ready]", { timeout: 90_000 });
if (script) await page.evaluate(script);
// Shadows and the fine picture of the ground follow once the view stands still.
await page.waitForTimeout(4000);
await page.screenshot({ path: out });
console.log(await page.evaluate("JSON.stringify(sceneHandle.statistics())"));
await browser.close();
