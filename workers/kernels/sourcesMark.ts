/**
 * The hash of a kernel's AssemblyScript sources (name and content, in the order of names; its own folder, then the one that
 * all kernels share), SHA-256 in hexadecimal; null where its folder is not there. Node only: the modules are named by variables so that bundlers leave them alone.
 */
export async function sourcesMark(assembly: URL): Promise<string | null> {
  const [fileSystem, cryptography] = ["node:fs/promises", "node:crypto"];
  const { readdir, readFile } = (await import(
    /* @vite-ignore */ fileSystem
  )) as typeof import("node:fs/promises");
  const { createHash } = (await import(/* @vite-ignore */ cryptography)) as typeof import("node:crypto");
  const hash = createHash("sha256");
  for (const folder of [assembly, new URL("../../wasm/assembly/", assembly)]) {
    const names = await readdir(folder).catch(() => null);
    if (names === null) return null;
    for (const name of names.filter((one) => one.endsWith(".ts")).sort()) {
      hash.update(`${name}\n`);
      hash.update(await readFile(new URL(name, folder)));
    }
  }
  return hash.digest("hex");
}
