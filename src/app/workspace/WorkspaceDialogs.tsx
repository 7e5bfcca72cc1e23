import { fileSave } from "browser-fs-access";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { linkToView } from "#app/lifecycle/navigation.ts";
import { downloadScenario, fileNameOf } from "#app/lifecycle/scenarioFiles.ts";
import { currentScenario, dispatch } from "#app/state/document.ts";
import { alterPlan } from "#app/state/planActions.ts";
import { planById, planColours } from "#app/state/plans.ts";
import { announce, notify, useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { closeDialog, useView, viewStore } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { derivationText } from "#app/ui/derivation.ts";
import { TextField } from "#app/ui/fields.tsx";
import { twinLayerNames } from "#twin/twin.ts";
import styles from "./WorkspaceDialogs.module.css";

/** The dialogs that belong to an open city; one at a time. */
export function WorkspaceDialogs() {
  const dialog = useView((state) => state.dialog);
  if (dialog === null) return null;
  switch (dialog.type) {
    case "renameScenario":
      return <RenameScenario />;
    case "renamePlan":
      return <RenamePlan key={dialog.planId} planId={dialog.planId} />;
    case "sources":
      return <Sources />;
    case "link":
      return <LinkToView />;
    case "picture":
      return <Picture />;
    default:
      return null;
  }
}

/** A form in a dialog: Enter saves, Esc leaves everything as it was. */
function FormDialog({
  title,
  onSave,
  children,
}: {
  readonly title: string;
  readonly onSave: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave();
    closeDialog();
  };
  return (
    <Dialog
      foot={
        <>
          <Button onPress={closeDialog}>{t("common:cancel")}</Button>
          <Button form="dialog-form" look="primary" type="submit">
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      onClose={closeDialog}
      title={title}
    >
      <form className={styles.form} id="dialog-form" onSubmit={save}>
        {children}
      </form>
    </Dialog>
  );
}

function RenameScenario() {
  const { t } = useTranslation();
  const [title, setTitle] = useState(currentScenario()?.title ?? "");
  const save = () => {
    if (title.trim() !== "") dispatch({ type: "setTitle", title: title.trim() });
  };
  return (
    <FormDialog onSave={save} title={t("workspace:city.rename")}>
      <TextField autoFocus label={t("workspace:city.titleLabel")} onChange={setTitle} value={title} />
    </FormDialog>
  );
}

function RenamePlan({ planId }: { readonly planId: string }) {
  const { t } = useTranslation();
  const plan = planById(currentScenario(), planId);
  const [name, setName] = useState(plan?.name ?? "");
  const [colour, setColour] = useState(plan?.look.colour ?? "");
  return (
    <FormDialog onSave={() => alterPlan(planId, name, colour)} title={t("workspace:plans.rename")}>
      <TextField autoFocus label={t("workspace:plans.nameLabel")} onChange={setName} value={name} />
      <RadioGroup className={styles.colours} onChange={setColour} value={colour}>
        <Label className="field-label">{t("workspace:plans.colour")}</Label>
        <div className={styles.swatches}>
          {planColours.map((entry) => (
            <Radio
              aria-label={t(`workspace:colours.${entry.id}`)}
              className={styles.swatch}
              key={entry.id}
              style={{ background: entry.css }}
              value={entry.css}
            >
              {plan?.look.letter}
            </Radio>
          ))}
        </div>
      </RadioGroup>
    </FormDialog>
  );
}

/** Where every layer came from: licence, attribution and date stand beside the data they belong to. */
function Sources() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const data = useTwin((state) => state.data);
  if (data === null) return null;
  const known = twinLayerNames.flatMap((layer) => {
    const source = data.sources[layer];
    return source === undefined ? [] : [{ layer, source }];
  });
  return (
    <Dialog isOpen onClose={closeDialog} title={t("workspace:city.sources")} wide>
      {known.length === 0 ? <p>{t("workspace:sources.none")}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("workspace:sources.layer")}</th>
              <th scope="col">{t("workspace:sources.title")}</th>
              <th scope="col">{t("workspace:sources.licence")}</th>
              <th scope="col">{t("workspace:sources.date")}</th>
            </tr>
          </thead>
          <tbody>
            {known.map(({ layer, source }) => (
              <tr key={layer}>
                <th scope="row">{t(`workspace:twinLayers.${layer}`)}</th>
                <td>
                  {source.title}
                  {source.attribution === "" ? null : <span>{source.attribution}</span>}
                  {source.derivation === "delivered" ? null : (
                    <span>{derivationText(source.derivation, t, language)}</span>
                  )}
                </td>
                <td data-label={t("workspace:sources.licence")}>
                  {source.licence === "" ? t("workspace:here.unknown") : source.licence}
                </td>
                <td data-label={t("workspace:sources.date")}>
                  {source.date === "" ? t("workspace:here.unknown") : source.date}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">{t("help:credit")}</p>
    </Dialog>
  );
}

function LinkToView() {
  const { t } = useTranslation();
  const [link] = useState(linkToView);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link.address);
      announce(t("workspace:share.linkCopied"));
      notify({ tone: "success", key: "workspace:share.linkCopied" });
      closeDialog();
    } catch {
      // No clipboard without https or permission: the text can be marked and copied by hand.
      notify({ tone: "info", key: "workspace:share.copyByHand" });
    }
  };
  return (
    <Dialog
      foot={
        <>
          {link.plans === "tooLarge" ? (
            <Button icon="download" onPress={() => void downloadScenario()}>
              {t("workspace:share.file")}
            </Button>
          ) : null}
          <Button icon="duplicate" look="primary" onPress={() => void copy()}>
            {t("workspace:share.copy")}
          </Button>
        </>
      }
      isOpen
      onClose={closeDialog}
      title={t("workspace:share.link")}
    >
      <p>{t(`workspace:share.linkWhat.${link.plans}`)}</p>
      {link.ownCity ? <p>{t("workspace:share.linkOwnCity")}</p> : null}
      <label className="field">
        <span className="field-label">{t("workspace:share.linkLabel")}</span>
        <input className="input" onFocus={(event) => event.target.select()} readOnly value={link.address} />
      </label>
    </Dialog>
  );
}

function Picture() {
  const { t } = useTranslation();
  const [picture, setPicture] = useState("");
  useEffect(() => {
    let gone = false;
    void viewStore
      .getState()
      .scene?.picture()
      .then((url) => {
        if (!gone) setPicture(url);
      })
      .catch(() => notify({ tone: "problem", key: "errors:picture" }));
    return () => {
      gone = true;
    };
  }, []);
  const save = async () => {
    const bytes = await (await fetch(picture)).blob();
    const fileName = fileNameOf(currentScenario()?.title ?? "").replace(/\.planfall\.json$/, ".png");
    // Closing the file dialog is no error.
    await fileSave(bytes, { fileName, extensions: [".png"] }).catch(() => {});
    closeDialog();
  };
  return (
    <Dialog
      foot={
        <Button icon="download" isDisabled={picture === ""} look="primary" onPress={() => void save()}>
          {t("workspace:share.savePicture")}
        </Button>
      }
      isOpen
      onClose={closeDialog}
      title={t("workspace:share.picture")}
      wide
    >
      {picture === "" ? (
        <p role="status">{t("workspace:share.picturing")}</p>
      ) : (
        <img alt={t("workspace:share.pictureAlt")} className={styles.picture} src={picture} />
      )}
    </Dialog>
  );
}
