import { cpSync, createReadStream, statSync } from "node:fs";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const source = resolve(import.meta.dirname, "../../node_modules/cesium/Build/Cesium");
const folders = ["Workers", "Assets", "ThirdParty", "Widgets"] as const;

/** What a page without ion, globe imagery or sky never asks for; a third of the static weight. */
const unused = ["Assets/Textures", "ThirdParty/google-earth-dbroot-parser.js", "Widgets"];

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
};

/**
 * Makes Cesium work under Vite and under a policy without `unsafe-eval`: serves its static files under
 * `<base>cesium/`, copies the needed ones on build, and aliases `cesium` (which resium imports) to a shim over
 * `@cesium/engine`, because the full package's Viewer brings Knockout, which compiles code at run time. The built page
 * also carries, as a meta tag, the policy that the preview server sends: a static host may send no headers.
 */
export function cesium(): Plugin {
  let outDir = "dist";
  let policy: string | undefined;
  return {
    name: "planfall-cesium",
    config(user, { command }) {
      const base = user.base ?? "/";
      // A relative base has no meaning for the development server, which always serves from the root.
      const prefix = command === "serve" && base.startsWith(".") ? "/" : base;
      return {
        define: { CESIUM_BASE_URL: JSON.stringify(`${prefix}cesium/`) },
        resolve: {
          alias: [
            { find: /^cesium$/, replacement: fileURLToPath(new URL("./cesiumShim.ts", import.meta.url)) },
          ],
        },
        optimizeDeps: { exclude: ["resium"], include: ["@cesium/engine"] },
      };
    },
    configResolved(resolved) {
      const header = resolved.preview.headers["Content-Security-Policy"];
      policy = typeof header === "string" ? header : undefined;
      outDir = resolve(resolved.root, resolved.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use("/cesium", (request, response, next) => {
        const wanted = normalize(decodeURIComponent((request.url ?? "/").split("?")[0] ?? "/"));
        const path = join(source, wanted);
        const inside = folders.some((folder) => path.startsWith(join(source, folder) + sep));
        if (!inside || !statSync(path, { throwIfNoEntry: false })?.isFile()) return next();
        response.setHeader("Content-Type", contentTypes[extname(path)] ?? "application/octet-stream");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        createReadStream(path).pipe(response);
      });
    },
    transformIndexHtml: {
      order: "post",
      // Only the build: the development server injects inline scripts for hot reloading.
      handler: (_html, context) =>
        context.server || policy === undefined
          ? []
          : [
              {
                tag: "meta",
                attrs: { "http-equiv": "Content-Security-Policy", content: policy },
                injectTo: "head-prepend" as const,
              },
            ],
    },
    closeBundle() {
      if (this.environment?.config.consumer === "server") return;
      const skipped = unused.map((path) => join(source, path));
      for (const folder of folders) {
        cpSync(join(source, folder), join(outDir, "cesium", folder), {
          recursive: true,
          filter: (path) => !skipped.includes(path),
        });
      }
    },
  };
}
