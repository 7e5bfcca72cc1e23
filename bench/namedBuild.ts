import { build } from "vite";

/** The app as a person gets it, but not minified, so that functions have names in a profile. */
export async function namedBuild(outDir: string): Promise<void> {
  await build({
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        output: {
          // Libraries in files of their own: a frame's address tells whose it is.
          codeSplitting: {
            groups: [
              { name: "library-engine", test: /node_modules[\\/](@cesium|cesium|resium)[\\/]/, priority: 2 },
              { name: "library", test: /node_modules[\\/]/, priority: 1 },
            ],
          },
        },
      },
    },
  });
}

/** Whether a script is ours and no library's, in such a build served at `origin`. */
export const isOwnScript = (origin: string, url: string): boolean =>
  url.startsWith(origin) && !/\/library(-engine)?-/.test(url);
