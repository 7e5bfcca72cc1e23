/**
 * The part of Markdown that model cards use, as a tree. Nothing is ever turned into HTML text: React prints the tree, so
 * that a card from elsewhere cannot bring markup or addresses of its own.
 */
export type Inline =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "strong" | "emphasis"; readonly children: readonly Inline[] }
  | { readonly type: "code"; readonly text: string };

export type Block =
  | { readonly type: "heading"; readonly level: 1 | 2 | 3 | 4; readonly children: readonly Inline[] }
  | { readonly type: "paragraph" | "quote"; readonly children: readonly Inline[] }
  | { readonly type: "list"; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: "code"; readonly text: string }
  | {
      readonly type: "table";
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const inlinePattern = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)\s]*\)/;

/** Code, strong, emphasis; of a link only its words. */
export function parseInline(source: string): readonly Inline[] {
  const found: Inline[] = [];
  let rest = source;
  while (rest !== "") {
    const match = inlinePattern.exec(rest);
    if (match === null) {
      found.push({ type: "text", text: rest });
      break;
    }
    if (match.index > 0) found.push({ type: "text", text: rest.slice(0, match.index) });
    const [whole, code, strong, emphasis, link] = match;
    if (code !== undefined) found.push({ type: "code", text: code });
    else if (strong !== undefined) found.push({ type: "strong", children: parseInline(strong) });
    else if (emphasis !== undefined) found.push({ type: "emphasis", children: parseInline(emphasis) });
    else found.push(...parseInline(link ?? ""));
    rest = rest.slice(match.index + whole.length);
  }
  return found;
}

const bullet = /^\s*(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/;

function cells(line: string): readonly (readonly Inline[])[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => parseInline(cell.trim()));
}

type Cursor = { at: number };

function takeCode(lines: readonly string[], cursor: Cursor): Block {
  const taken: string[] = [];
  cursor.at += 1;
  while (cursor.at < lines.length && !(lines[cursor.at] ?? "").startsWith("```")) {
    taken.push(lines[cursor.at] ?? "");
    cursor.at += 1;
  }
  cursor.at += 1;
  return { type: "code", text: taken.join("\n") };
}

function takeTable(lines: readonly string[], cursor: Cursor): Block {
  const head = cells(lines[cursor.at] ?? "");
  cursor.at += 2;
  const rows: (readonly (readonly Inline[])[])[] = [];
  while ((lines[cursor.at] ?? "").includes("|")) {
    rows.push(cells(lines[cursor.at] ?? ""));
    cursor.at += 1;
  }
  return { type: "table", head, rows };
}

function takeList(lines: readonly string[], cursor: Cursor): Block {
  const items: string[] = [];
  const ordered = bullet.exec(lines[cursor.at] ?? "")?.[1] !== undefined;
  for (; cursor.at < lines.length; cursor.at += 1) {
    const line = lines[cursor.at] ?? "";
    const match = bullet.exec(line);
    if (match !== null) items.push(match[2] ?? "");
    else if (line.trim() !== "" && /^\s/.test(line)) items[items.length - 1] += ` ${line.trim()}`;
    else break;
  }
  return { type: "list", ordered, items: items.map(parseInline) };
}

function startsBlock(line: string): boolean {
  return line.trim() === "" || /^(#{1,6}\s|```|>\s?)/.test(line) || bullet.test(line);
}

function takeText(lines: readonly string[], cursor: Cursor, type: "paragraph" | "quote"): Block {
  const taken: string[] = [];
  do {
    taken.push((lines[cursor.at] ?? "").replace(/^>\s?/, "").trim());
    cursor.at += 1;
  } while (
    cursor.at < lines.length &&
    (type === "quote" ? (lines[cursor.at] ?? "").startsWith(">") : !startsBlock(lines[cursor.at] ?? ""))
  );
  return { type, children: parseInline(taken.join(" ")) };
}

export function parseMarkdown(source: string): readonly Block[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  const cursor: Cursor = { at: 0 };
  while (cursor.at < lines.length) {
    const line = lines[cursor.at] ?? "";
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === "" || /^\s*(---|\*\*\*)\s*$/.test(line)) {
      cursor.at += 1;
    } else if (heading !== null) {
      const level = Math.min(4, (heading[1] ?? "#").length) as 1 | 2 | 3 | 4;
      blocks.push({ type: "heading", level, children: parseInline(heading[2] ?? "") });
      cursor.at += 1;
    } else if (line.startsWith("```")) {
      blocks.push(takeCode(lines, cursor));
    } else if (line.startsWith(">")) {
      blocks.push(takeText(lines, cursor, "quote"));
    } else if (line.includes("|") && /^[\s|:-]+$/.test(lines[cursor.at + 1] ?? "x")) {
      blocks.push(takeTable(lines, cursor));
    } else if (bullet.test(line)) {
      blocks.push(takeList(lines, cursor));
    } else {
      blocks.push(takeText(lines, cursor, "paragraph"));
    }
  }
  return blocks;
}
