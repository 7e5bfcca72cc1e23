const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** "Strg+Umschalt+Z" would not fit a menu: the signs people know from their keyboards. */
export function shortcutLabel(key: string, shift = false): string {
  if (apple) return `${shift ? "⇧" : ""}⌘${key}`;
  return `Ctrl+${shift ? "⇧+" : ""}${key}`;
}
