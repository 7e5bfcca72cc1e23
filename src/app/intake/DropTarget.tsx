import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "#app/ui/Icon.tsx";
import styles from "./DropTarget.module.css";
import { filesOfDrop } from "./droppedFiles.ts";
import { takeFiles } from "./importing.ts";

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Files and folders may be dropped anywhere; while they hover, the page says what will happen. */
export function DropTarget() {
  const { t } = useTranslation();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const onLeave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const onOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setHovering(false);
      if (event.dataTransfer === null || !hasFiles(event)) return;
      event.preventDefault();
      void filesOfDrop(event.dataTransfer).then(takeFiles);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  if (!hovering) return null;
  return (
    <div aria-hidden="true" className={styles.veil}>
      <p>
        <Icon name="download" size={32} />
        {t("start:own.dropHere")}
      </p>
    </div>
  );
}
