import { build, preview } from "vite";
import { ensureDemo } from "#demo/ensure.ts";
import { buildKernels } from "./kernels.ts";

/**
 * `npm start`: build what is missing, then serve the production build and open it on the demo city. The build is
 * served rather than the development server because it starts faster and runs under the strict security headers.
 */
await buildKernels();
await ensureDemo();
await build({ logLevel: "warn" });
const server = await preview({ preview: { port: 4173, open: process.env.CI ? false : "/?open=demo" } });
server.printUrls();
console.log("  ➜  Demostadt / demo city: add ?open=demo to the address");
