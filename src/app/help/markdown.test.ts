import { describe, expect, it } from "vitest";
import { parseInline, parseMarkdown } from "./markdown.ts";

const text = (words: string) => ({ type: "text", text: words });

describe("parseMarkdown", () => {
  it("reads headings, paragraphs over several lines, lists and code", () => {
    const blocks = parseMarkdown(
      "# Heavy rain\n\nOne\ntwo.\n\n- first\n  goes on\n- second\n\n1. a\n2. b\n\n```\nx | y\n# no heading\n```\n",
    );
    expect(blocks).toEqual([
      { type: "heading", level: 1, children: [text("Heavy rain")] },
      { type: "paragraph", children: [text("One two.")] },
      { type: "list", ordered: false, items: [[text("first goes on")], [text("second")]] },
      { type: "list", ordered: true, items: [[text("a")], [text("b")]] },
      { type: "code", text: "x | y\n# no heading" },
    ]);
  });

  it("reads tables", () => {
    expect(parseMarkdown("| case | bound |\n|---|---:|\n| lake | 1e-6 |\n")).toEqual([
      {
        type: "table",
        head: [[text("case")], [text("bound")]],
        rows: [[[text("lake")], [text("1e-6")]]],
      },
    ]);
  });

  it("keeps foreign markup as words and drops addresses", () => {
    expect(parseInline('<img src=x onerror="alert(1)"> [text](javascript:alert) **b `c`**')).toEqual([
      text('<img src=x onerror="alert(1)"> '),
      text("text"),
      text(" "),
      { type: "strong", children: [text("b "), { type: "code", text: "c" }] },
    ]);
  });

  it("ends on every input", () => {
    for (const odd of ["```", ">", "|", "- ", "**", "| a |\n|", "#", "1)"])
      expect(() => parseMarkdown(odd)).not.toThrow();
  });
});
