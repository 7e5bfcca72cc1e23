import { fileSave } from "browser-fs-access";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay, ProgressBar } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { formatBytes, formatNumber } from "#app/ui/format.ts";
import type { SessionView } from "#workers/runtime/intakeService.ts";
import { AreaChoice } from "./AreaChoice.tsx";
import { onlyTilesets, tilesetsAmong } from "./addToCity.ts";
import { isUsed, naturalBox, overlapBox, sizeOf } from "./area.ts";
import { CrsQuestion } from "./CrsQuestion.tsx";
import { FileButtons } from "./FileButtons.tsx";
import { FileList } from "./FileList.tsx";
import {
  addToOpenCity,
  backToFiles,
  buildCity,
  cancelWork,
  closeWizard,
  discard,
  openCity,
} from "./importing.ts";
import { OutlineMap } from "./OutlineMap.tsx";
import { Readiness, StandIns } from "./Readiness.tsx";
import { ReportPage } from "./ReportPage.tsx";
import { reportText } from "./reportText.ts";
import styles from "./Wizard.module.css";
import { mainFiles, setWizard, useWizard, type WizardState, type Working } from "./wizard.ts";

/** From files to a city on one screen: what there is, where it lies, what it is good for, and the button. */
export function Wizard() {
  const { t } = useTranslation();
  const failure = useWizard((state) => state.failure);
  const answer = useWizard((state) => (state.page === "report" ? state.answer : null));
  const name = useWizard((state) => state.name);
  const title =
    failure !== null
      ? t(`wizard:failed.title.${failure.kind}`)
      : answer === null
        ? t("wizard:title")
        : answer.twin === null
          ? t("wizard:report.nothing")
          : t("wizard:report.done", { name: name.trim() });
  const body = useRef<HTMLDivElement>(null);
  const working = useWizard((state) => state.working !== null);
  useEffect(() => {
    // What had the focus may be gone: a file that was removed, a page that was left.
    if (!working && (document.activeElement === document.body || document.activeElement === null))
      body.current?.focus();
  }, [working]);
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen
      onOpenChange={(open) => {
        if (!open) closeWizard();
      }}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""}>
          <header className={styles.head}>
            <Heading level={2} slot="title">
              {title}
            </Heading>
            <IconButton icon="close" label={t("wizard:close")} onPress={closeWizard} />
          </header>
          {failure !== null ? (
            <Failed failure={failure} />
          ) : answer !== null ? (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
              <div className={styles.body} ref={body} tabIndex={0}>
                <ReportPage answer={answer} name={name} />
              </div>
              <ReportFoot />
            </>
          ) : (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
              <div className={styles.body} ref={body} tabIndex={0}>
                <FilesPage />
              </div>
              <BuildFoot />
            </>
          )}
          <Spoken />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function useArea() {
  const mode = useWizard((state) => state.areaMode);
  const rectangle = useWizard((state) => state.rectangle);
  const files = useWizard((state) => state.session.files);
  const box = useMemo(
    () => (mode === "all" ? naturalBox(files) : mode === "overlap" ? overlapBox(files) : rectangle),
    [mode, files, rectangle],
  );
  const size = useMemo(() => (box === null ? null : sizeOf(box, files)), [box, files]);
  return { mode, rectangle, box, size };
}

/** A package is a whole city with a name and an area of its own. */
const opensPackage = (files: SessionView["files"]): boolean =>
  files.some((file) => isUsed(file) && file.report.format === "twinPackage");

function FilesPage() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const session = useWizard((state) => state.session);
  // Hundreds of files are drawn piece by piece, in a task of their own: the page answers in between.
  const { files, readiness, crs } = useDeferredValue(session);
  const busy = useWizard((state) => state.working !== null);
  const { mode, rectangle, box, size } = useArea();
  const main = mainFiles(files);
  const isPackage = opensPackage(files);
  return (
    <div className={styles.page}>
      <section aria-labelledby="wizard-files" className={styles.filesPart}>
        <div className={styles.partHead}>
          <h3 id="wizard-files">{t("wizard:files.title")}</h3>
          {main.length === 0 ? null : (
            <span className="muted small">
              {t("wizard:files.count", {
                count: main.length,
                size: formatBytes(
                  files.reduce((sum, { report }) => sum + report.bytes, 0),
                  language,
                ),
              })}
            </span>
          )}
          <div className={styles.add}>
            <FileButtons disabled={busy} first={main.length === 0} />
          </div>
        </div>
        <CrsQuestion busy={busy} files={files} />
        <FileList files={files} twinCrs={crs} />
        {main.length === 0 ? null : <p className="muted small">{t("wizard:files.hint")}</p>}
      </section>
      <section aria-labelledby="wizard-map" className={styles.mapPart}>
        <h3 id="wizard-map">{t("wizard:map.title")}</h3>
        <OutlineMap
          area={mode === "all" ? null : box}
          drawing={mode === "rectangle"}
          files={files}
          onDraw={(drawn) => setWizard({ rectangle: drawn })}
        />
        {crs === null || isPackage ? null : (
          <AreaChoice crs={crs} files={files} mode={mode} rectangle={rectangle} size={size} />
        )}
      </section>
      <section aria-labelledby="wizard-ready" className={styles.readyPart}>
        <h3 id="wizard-ready">{t("wizard:readiness.title")}</h3>
        {onlyTilesets(files) ? (
          <p className="muted">{t("wizard:readiness.tilesets")}</p>
        ) : files.some(isUsed) ? (
          <>
            <Readiness models={readiness} />
            <StandIns isPackage={isPackage} models={readiness} />
          </>
        ) : (
          <p className="muted">{t("wizard:readiness.none")}</p>
        )}
      </section>
    </div>
  );
}

function BuildFoot() {
  const { t } = useTranslation();
  const name = useWizard((state) => state.name);
  const working = useWizard((state) => state.working);
  const files = useWizard((state) => state.session.files);
  const { box, size } = useArea();
  const isPackage = opensPackage(files);
  const openCityName = useTwin((state) => state.data?.name ?? null);
  const tilesets = tilesetsAmong(files).length > 0;
  const canAdd = tilesets && openCityName !== null && !isPackage;
  const ready = isPackage || (box !== null && size?.verdict !== "tooLarge");
  return (
    <footer className={styles.foot}>
      {isPackage || (canAdd && !ready) ? null : (
        <div className={styles.name}>
          <TextField
            label={t("wizard:name")}
            onChange={(text) => setWizard({ name: text, nameGiven: true })}
            value={name}
          />
        </div>
      )}
      {working !== null ? (
        <Progress working={working} />
      ) : files.length > 0 && box === null && !isPackage ? (
        <p className="muted small">
          {canAdd
            ? t("wizard:tilesetsCanBeAdded", { name: openCityName })
            : t(tilesets ? "wizard:tilesetsNeedCity" : "wizard:cannotBuild")}
        </p>
      ) : null}
      <div className={styles.actions}>
        {working !== null ? (
          <Button onPress={cancelWork}>{t("wizard:working.cancel")}</Button>
        ) : files.length === 0 ? null : (
          <Button look="plain" onPress={discard}>
            {t("wizard:discard")}
          </Button>
        )}
        {canAdd ? (
          <Button
            isDisabled={working !== null}
            look={ready ? "default" : "primary"}
            onPress={() => void addToOpenCity()}
          >
            {t("wizard:addTo", { name: openCityName })}
          </Button>
        ) : null}
        {canAdd && !ready ? null : (
          <Button isDisabled={!ready || working !== null} look="primary" onPress={() => void buildCity()}>
            {t("wizard:build")}
          </Button>
        )}
      </div>
    </footer>
  );
}

function sentenceOf(working: Working, t: ReturnType<typeof useTranslation>["t"]): string {
  if (working.what !== "reading") return t(`wizard:working.${working.what}`);
  return working.file === ""
    ? t("wizard:working.readingAny")
    : t("wizard:working.reading", { file: working.file });
}

function Progress({ working }: { readonly working: Working }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const { fraction, totalBytes, objects, what } = working;
  return (
    <div className={styles.progress}>
      <p className={styles.sentence}>{sentenceOf(working, t)}</p>
      <ProgressBar
        aria-label={t("wizard:working.bar")}
        isIndeterminate={what === "building"}
        value={fraction * 100}
      >
        {({ percentage }) => (
          <div className="progress" data-endless={what === "building"}>
            <span style={{ width: `${what === "building" ? 100 : (percentage ?? 0)}%` }} />
          </div>
        )}
      </ProgressBar>
      <p className="muted small">
        {totalBytes === 0 || what === "building"
          ? " "
          : [
              t("wizard:working.bytes", {
                done: formatBytes(Math.min(1, fraction / 0.9) * totalBytes, language),
                total: formatBytes(totalBytes, language),
              }),
              ...(objects > 0
                ? [t("wizard:working.objects", { objects: formatNumber(objects, language) })]
                : []),
            ].join(" · ")}
      </p>
    </div>
  );
}

function ReportFoot() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const answer = useWizard((state) => state.answer);
  const name = useWizard((state) => state.name);
  if (answer === null) return null;
  const save = () => {
    const text = reportText(name, answer.report, t, language);
    const blob = new Blob([text], { type: "text/plain;charset=utf-8" });
    // Closing the file dialog is no error.
    fileSave(blob, { fileName: "bericht.txt", extensions: [".txt"] }).catch(() => {});
  };
  return (
    <footer className={styles.foot}>
      <Button onPress={backToFiles}>{t("wizard:report.back")}</Button>
      <div className={styles.actions}>
        <Button icon="download" onPress={save}>
          {t("wizard:report.save")}
        </Button>
        {answer.twin === null ? null : (
          <Button autoFocus look="primary" onPress={() => void openCity()}>
            {t("wizard:report.open")}
          </Button>
        )}
      </div>
    </footer>
  );
}

function Failed({ failure }: { readonly failure: NonNullable<WizardState["failure"]> }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.body}>
        <div className={styles.failed} role="alert">
          <p>{t(`wizard:failed.what.${failure.kind}`)}</p>
          <details>
            <summary>{t("wizard:failed.details")}</summary>
            <p className="small" lang="en">
              {failure.detail}
            </p>
          </details>
        </div>
      </div>
      <footer className={styles.foot}>
        <div className={styles.actions}>
          <Button look="primary" onPress={() => setWizard({ failure: null })}>
            {t(`wizard:failed.again.${failure.kind}`)}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** What goes on, for those who do not see the bar: each step once and every quarter of it. */
function Spoken() {
  const { t } = useTranslation();
  const working = useWizard((state) => state.working);
  const count = useWizard((state) => mainFiles(state.session.files).length);
  const [said, setSaid] = useState("");
  const what = working?.what ?? "";
  const quarter = working?.what === "reading" ? Math.floor(working.fraction * 4) : 0;
  useEffect(() => {
    if (what === "") setSaid(count === 0 ? "" : t("wizard:working.read", { count }));
    else if (what === "reading" && quarter > 0)
      setSaid(t("wizard:working.percent", { percent: quarter * 25 }));
    else if (what === "reading") setSaid(t("wizard:working.readingAny"));
    else setSaid(t(`wizard:working.${what}`));
  }, [what, quarter, count, t]);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
