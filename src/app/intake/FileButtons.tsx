import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { named } from "./droppedFiles.ts";
import { takeFiles } from "./importing.ts";

const take = (files: FileList | null) => takeFiles(named(files === null ? [] : [...files]));
/** Phones have no folders to choose. */
const hasFolders = "webkitdirectory" in HTMLInputElement.prototype && !matchMedia("(hover: none)").matches;

/** Choosing files or a folder instead of dropping them. Endings are not asked for: formats are told by content. */
export function FileButtons({
  first = false,
  disabled = false,
}: {
  /** Nothing is there yet to which files are added. */
  readonly first?: boolean;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      <FileTrigger allowsMultiple onSelect={take}>
        <Button icon="file" isDisabled={disabled}>
          {t(first ? "wizard:files.choose" : "wizard:files.add")}
        </Button>
      </FileTrigger>
      {hasFolders ? (
        <FileTrigger acceptDirectory onSelect={take}>
          <Button icon="folder" isDisabled={disabled}>
            {t(first ? "wizard:files.chooseFolder" : "wizard:files.addFolder")}
          </Button>
        </FileTrigger>
      ) : null}
    </>
  );
}
