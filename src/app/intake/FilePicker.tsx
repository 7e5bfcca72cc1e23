import type { ReactNode } from "react";
import { DropZone, type FileDropItem, FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { acceptedEndings, takeFiles } from "./files.ts";

/** A place to drop files onto, with the button for those who would rather choose. */
export function FilePicker({
  className,
  children,
}: {
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <DropZone
      className={className ?? ""}
      onDrop={(event) => {
        const items = event.items.filter((item): item is FileDropItem => item.kind === "file");
        void Promise.all(items.map((item) => item.getFile())).then(takeFiles);
      }}
    >
      {children}
      <FileTrigger
        acceptedFileTypes={acceptedEndings}
        allowsMultiple
        onSelect={(files) => takeFiles(files === null ? [] : [...files])}
      >
        <Button icon="folder">{t("start:own.choose")}</Button>
      </FileTrigger>
    </DropZone>
  );
}
