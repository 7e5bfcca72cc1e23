import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveStoredCity } from "#app/intake/exporting.ts";
import { localHref, openStored, openTwin } from "#app/lifecycle/places.ts";
import { type Language, notify, useSession } from "#app/state/session.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { formatBytes, formatMoment, formatNumber } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import {
  forgetScenario,
  forgetTwin,
  keepScenario,
  listScenarios,
  listTwins,
  type StoredScenario,
  type StoredTwin,
  updateStoredTwin,
} from "#connect/storage.ts";
import styles from "./Recent.module.css";

type Kept = { readonly scenarios: readonly StoredScenario[]; readonly twins: readonly StoredTwin[] };

/** What this browser keeps: scenarios to go on with, cities to start anew in. */
export function Recent() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const [kept, setKept] = useState<Kept>({ scenarios: [], twins: [] });
  const [version, setVersion] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version means that the lists changed
  useEffect(() => {
    let stale = false;
    void Promise.all([listScenarios(), listTwins()])
      .then(([scenarios, twins]) => {
        if (!stale) setKept({ scenarios, twins });
      })
      // A browser that keeps nothing (private window) has nothing to list.
      .catch(() => {});
    return () => {
      stale = true;
    };
  }, [version]);
  const reload = () => setVersion((number) => number + 1);

  if (kept.scenarios.length === 0 && kept.twins.length === 0) return null;
  return (
    <>
      {kept.scenarios.length === 0 ? null : (
        <section aria-labelledby="recent-title" className={styles.recent}>
          <h2 id="recent-title">{t("start:recent.scenarios")}</h2>
          <ul className={styles.cards}>
            {kept.scenarios.map((scenario) => (
              <ScenarioCard key={scenario.id} language={language} onChange={reload} scenario={scenario} />
            ))}
          </ul>
        </section>
      )}
      {kept.twins.length === 0 ? null : (
        <section aria-labelledby="cities-title" className={styles.recent}>
          <h2 id="cities-title">{t("start:recent.cities")}</h2>
          <ul className={styles.cards}>
            {kept.twins.map((twin) => (
              <TwinCard key={twin.id} language={language} onChange={reload} twin={twin} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Thumbnail({ source }: { readonly source: string }) {
  return source === "" ? (
    <span className={styles.blank}>
      <Icon name="layers" />
    </span>
  ) : (
    <img alt="" className={styles.thumbnail} src={source} />
  );
}

function ScenarioCard({
  scenario,
  language,
  onChange,
}: {
  readonly scenario: StoredScenario;
  readonly language: Language;
  readonly onChange: () => void;
}) {
  const { t } = useTranslation();
  const remove = async () => {
    await forgetScenario(scenario.id);
    onChange();
    notify({
      tone: "info",
      key: "start:recent.deleted",
      values: { title: scenario.title },
      action: {
        labelKey: "workspace:top.undo",
        run: () => void keepScenario(scenario).then(onChange),
      },
    });
  };
  return (
    <li className={styles.card}>
      <button className={styles.go} onClick={() => void openStored(scenario.id)} type="button">
        <Thumbnail source={scenario.thumbnail} />
        <span className={styles.text}>
          <strong>{scenario.title}</strong>
          <span className="muted small">
            {t("start:recent.plans", { count: scenario.planCount })} ·{" "}
            {formatMoment(scenario.savedAt, language)}
          </span>
        </span>
      </button>
      <IconButton
        icon="trash"
        label={t("start:recent.delete", { title: scenario.title })}
        onPress={() => void remove()}
        small
      />
    </li>
  );
}

function TwinCard({
  twin,
  language,
  onChange,
}: {
  readonly twin: StoredTwin;
  readonly language: Language;
  readonly onChange: () => void;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [naming, setNaming] = useState(false);
  // A city can be too large to hold on to for an undo: this one deletion takes two presses.
  const remove = async () => {
    if (!asking) {
      setAsking(true);
      return;
    }
    await forgetTwin(twin.id);
    onChange();
  };
  const { trees = 0, streetSections = 0 } = twin.objects ?? {};
  const facts = [
    ...(twin.buildingCount > 0
      ? [t("start:recent.buildings", { buildings: formatNumber(twin.buildingCount, language) })]
      : []),
    ...(trees > 0 ? [t("start:recent.trees", { trees: formatNumber(trees, language) })] : []),
    ...(streetSections > 0
      ? [t("start:recent.streets", { streets: formatNumber(streetSections, language) })]
      : []),
    formatBytes(twin.bytes, language),
    formatMoment(twin.openedAt, language),
  ];
  return (
    <li className={`${styles.card} ${styles.city}`}>
      <button className={styles.go} onClick={() => void openTwin(localHref(twin.id))} type="button">
        <Thumbnail source={twin.thumbnail} />
        <span className={styles.text}>
          <strong>{twin.name}</strong>
          <span className="muted small">{facts.join(" · ")}</span>
        </span>
      </button>
      <IconButton
        icon="edit"
        label={t("start:recent.rename", { name: twin.name })}
        onPress={() => setNaming(true)}
        small
      />
      <IconButton
        icon="download"
        label={t("wizard:export.button", { name: twin.name })}
        onPress={() => void saveStoredCity(twin.id, twin.name)}
        small
      />
      <IconButton
        icon={asking ? "check" : "trash"}
        label={
          asking
            ? t("start:recent.deleteCityReally", { name: twin.name })
            : t("start:recent.delete", { title: twin.name })
        }
        look={asking ? "default" : "plain"}
        onBlur={() => setAsking(false)}
        onPress={() => void remove()}
        small
      />
      {naming ? (
        <RenameCity
          onClose={() => {
            setNaming(false);
            onChange();
          }}
          twin={twin}
        />
      ) : null}
    </li>
  );
}

function RenameCity({ twin, onClose }: { readonly twin: StoredTwin; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(twin.name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") await updateStoredTwin(twin.id, { name: name.trim() });
    onClose();
  };
  return (
    <Dialog
      foot={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button form="rename-city" look="primary" type="submit">
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={t("start:recent.renameTitle")}
    >
      <form id="rename-city" onSubmit={(event) => void save(event)}>
        <TextField autoFocus label={t("wizard:name")} onChange={setName} value={name} />
      </form>
    </Dialog>
  );
}
