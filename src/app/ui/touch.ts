/** Whether the finger is what one points with: texts then say "tap" and name no keys. */
export const isTouch = (): boolean =>
  typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;
