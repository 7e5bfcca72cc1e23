import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { IconButton } from "./Button.tsx";

/** A modal dialog with a title, a body that scrolls and an optional row of buttons. */
export function Dialog({
  title,
  isOpen,
  onClose,
  wide = false,
  foot,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className="veil"
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`dialog-box${wide ? " wide" : ""}`}>
        <AriaDialog className="dialog">
          <div className="dialog-head">
            <Heading level={2} slot="title">
              {title}
            </Heading>
            <IconButton icon="close" label={t("common:close")} onPress={onClose} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <div className="dialog-body" tabIndex={0}>
            {children}
          </div>
          {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
