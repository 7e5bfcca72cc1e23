/** An unsigned number as WebAssembly writes it (LEB128). */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) | 128);
  }
}

/** A WebAssembly file with custom sections of text behind its own (core specification 5.5.3). */
export function withSections(
  wasm: Uint8Array,
  sections: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const added = Object.entries(sections).flatMap(([name, text]) => {
    const title = encoder.encode(name);
    const content = [...unsigned(title.length), ...title, ...encoder.encode(text)];
    return [0, ...unsigned(content.length), ...content];
  });
  const bytes = new Uint8Array(wasm.length + added.length);
  bytes.set(wasm);
  bytes.set(added, wasm.length);
  return bytes;
}
