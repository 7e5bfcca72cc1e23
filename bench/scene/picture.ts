import { chromium } from "playwright";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";

/** `npx tsx bench/scene/shot.ts OUT.png URL WIDTH HEIGHT [script]`: a picture of the page once its scene is ready. */
const [
  out = "scene.png",
  url = "http://localhost:5199/bench/scene/scene.html",
  width = "1440",
  height = "900",
  script,
] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
page.on("console", (message) => console.log(`[${message.type()}]`, message.text().slice(0, 1500)));
page.on("pageerror", (error) => console.log("[error]", error.message));
await page.goto(url);
try {
  await page.waitForSelector("[data-scene-ready]", { timeout: 90_000 });
  if (script) {
    console.time("script");
    await page.evaluate(script);
    console.timeEnd("script");
    await page.waitForTimeout(4000);
    for (let i = 0; i < 12; i++) {
      console.log(await page.evaluate("JSON.stringify(window.sceneHandle?.statistics())"));
      await page.waitForTimeout(500);
    }
  } else await page.waitForTimeout(1000);
} catch (error) {
  console.log("not ready", String(error).slice(0, 200));
}
await page.screenshot({ path: out });
console.log(await page.evaluate("JSON.stringify(window.sceneHandle?.statistics())"));
await browser.close();
