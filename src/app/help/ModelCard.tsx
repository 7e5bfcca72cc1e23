import { Fragment, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { SelectField } from "#app/ui/fields.tsx";
import { cardFolderOf, modelIds } from "#workers/runtime/registry.ts";
import styles from "./HelpDialog.module.css";
import { type Block, type Inline, parseMarkdown } from "./markdown.ts";

/** Every model's statement of validity, in German where there is a translation. */
const cards = import.meta.glob<string>("../../../workers/**/card*.md", { query: "?raw", import: "default" });

/** The cards of all models; first that of the one on the screen. */
export function ModelCards({ first }: { readonly first: string }) {
  const { t } = useTranslation();
  const [modelId, setModelId] = useState(first);
  return (
    <>
      {modelIds.length < 2 ? null : (
        <SelectField
          label={t("help:card.model")}
          onChange={setModelId}
          options={modelIds.map((id) => ({ id, label: t(`${id}:title`) }))}
          value={modelId}
        />
      )}
      <ModelCard key={modelId} modelId={modelId} />
    </>
  );
}

/** The card of a model, as its author wrote it. */
function ModelCard({ modelId }: { readonly modelId: string }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const [text, setText] = useState<string | null>(null);
  const folder = `../../../workers/${cardFolderOf(modelId)}`;
  const translated = cards[`${folder}/card.${language}.md`];
  const original = cards[`${folder}/card.md`];
  const load = translated ?? original;
  useEffect(() => {
    let stale = false;
    if (load === undefined) return;
    void load().then((loaded) => {
      if (!stale) setText(loaded);
    });
    return () => {
      stale = true;
    };
  }, [load]);
  const blocks = useMemo(() => parseMarkdown(text ?? ""), [text]);
  if (load === undefined) return <p>{t("help:card.missing")}</p>;
  const textLanguage = translated === undefined ? "en" : language;
  return (
    <article className={styles.card} lang={textLanguage}>
      {textLanguage === language ? null : <p lang={language}>{t("help:card.onlyEnglish")}</p>}
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
        <BlockView block={block} key={index} />
      ))}
    </article>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case "heading": {
      // The dialog's title is level 2: the card's headings go below it.
      const Heading = (["h3", "h3", "h4", "h5"] as const)[block.level - 1] ?? "h5";
      return (
        <Heading>
          <Inlines parts={block.children} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p>
          <Inlines parts={block.children} />
        </p>
      );
    case "quote":
      return (
        <blockquote>
          <Inlines parts={block.children} />
        </blockquote>
      );
    case "code":
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
            <li key={index}>
              <Inlines parts={item} />
            </li>
          ))}
        </List>
      );
    }
    case "table":
      return <TableView table={block} />;
  }
}

function TableView({ table }: { readonly table: Extract<Block, { type: "table" }> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className={styles.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
              <th key={index} scope="col">
                <Inlines parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
                <td key={index}>
                  <Inlines parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
    if (part.type === "text") return <Fragment key={index}>{part.text}</Fragment>;
    // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
    if (part.type === "code") return <code key={index}>{part.text}</code>;
    const Tag = part.type === "strong" ? "strong" : "em";
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes while it is shown
      <Tag key={index}>
        <Inlines parts={part.children} />
      </Tag>
    );
  });
}
