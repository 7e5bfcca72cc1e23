/**
 * A first name for a city: a folder that holds all of its files, or what their names have in common at
 * their beginning.
 * @param paths of the files. @returns "" where nothing speaks.
 */
export function nameFromPaths(paths: readonly string[]): string {
  const parts = paths.map((path) => path.split("/"));
  const folder = parts[0] !== undefined && parts[0].length > 1 ? (parts[0][0] ?? "") : "";
  // A folder that holds all of them was named by somebody.
  if (folder !== "" && parts.every((part) => part.length > 1 && part[0] === folder))
    return plain(folder.replace(/\.(zip|tgz|tar|gz|7z)$/i, ""));
  const names = parts.map((part) => (part.at(-1) ?? "").replace(/(\.[a-z0-9]{1,8}){1,2}$/i, ""));
  const first = names[0] ?? "";
  let length = first.length;
  for (const name of names) {
    while (length > 0 && !name.startsWith(first.slice(0, length))) length -= 1;
  }
  const common = first.slice(0, length).replaceAll(/[_\-. ]+$/g, "");
  return common.length >= 3 ? plain(common) : "";
}

/** Names of tiles are numbers; nobody calls a city so. */
const mostDigits = 4;

function plain(name: string): string {
  if (name.replaceAll(/\D/g, "").length > mostDigits) return "";
  return name.replaceAll("_", " ").trim().slice(0, 80);
}
