import { existsSync } from "node:fs";
import { chromium } from "playwright";

const systemBrowsers = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"];

/** Software rendering and no calls home: the same picture on every machine, GPU or not. */
export const chromiumFlags = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--force-color-profile=srgb",
];

const remedies =
  "No Chromium found. Set CHROMIUM_PATH to one, or run `npx playwright install chromium`, or (Debian) `apt-get install chromium-headless-shell`.";

/**
 * The path of a Chromium to test with: CHROMIUM_PATH, Playwright's own, one that the system has, or the one that
 * npm ships (Linux x64). Throws with the three remedies where there is none.
 */
export async function findChromium(): Promise<string> {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) {
    if (existsSync(wished)) return wished;
    throw new Error(`CHROMIUM_PATH names ${wished}, which does not exist.`);
  }
  for (const path of [chromium.executablePath(), ...systemBrowsers]) {
    if (path && existsSync(path)) return path;
  }
  if (process.platform === "linux" && process.arch === "x64") {
    // On a machine without NSS the package's own copies are unpacked and put on the library path; it does so
    // only where it believes to run on Amazon Linux.
    if (!libraryFolders.some((folder) => existsSync(`${folder}/libnss3.so`)))
      process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x";
    const shipped = await import("@sparticuz/chromium");
    return await shipped.default.executablePath();
  }
  throw new Error(remedies);
}
