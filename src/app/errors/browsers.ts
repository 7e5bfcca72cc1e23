/** What Planfall is made for; older versions lack WebGL 2, module workers or SIMD in WebAssembly. */
export const supportedBrowsers = [
  { name: "Firefox", version: 128 },
  { name: "Chrome, Chromium, Edge", version: 122 },
  { name: "Safari", version: 17.4 },
] as const;
