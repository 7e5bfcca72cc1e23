const uploading = ["texImage2D", "texSubImage2D", "texStorage2D", "bufferData", "bufferSubData"] as const;

/** Counts the calls that send data to the GPU from now on; must run before the first WebGL context is made. */
export function countUploads(): () => number {
  let count = 0;
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of uploading) {
    const original = prototype[name];
    if (original === undefined) continue;
    prototype[name] = function counted(this: unknown, ...args: unknown[]): unknown {
      count++;
      return original.apply(this, args);
    };
  }
  return () => count;
}
