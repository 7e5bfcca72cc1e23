import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import type { FileDescription } from "#workers/intake/session.ts";
import styles from "./FileDetails.module.css";
import { choose } from "./importing.ts";
import { licenceId, licences, openData } from "./openData.ts";
import { mainFiles, wizardStore } from "./wizard.ts";

const noPreset = "";

/** Licence, attribution and date of a file, as they go with its layers into every export. */
export function SourceFields({ file }: { readonly file: FileDescription }) {
  const { t } = useTranslation();
  const { licence = "", attribution = "", date = "" } = file.choice;
  const [otherLicence, setOtherLicence] = useState(false);
  const shown = otherLicence ? "other" : licenceId(licence);
  const preset = openData.find((entry) => entry.licence === licence && entry.attribution === attribution);
  const set = (change: Parameters<typeof choose>[1]) => void choose([file.id], change);
  const without = mainFiles(wizardStore.getState().session.files).filter(
    ({ id, choice, outlines }) =>
      id !== file.id &&
      (choice.licence ?? "") === "" &&
      (choice.attribution ?? "") === "" &&
      outlines.length > 0,
  );
  return (
    <section>
      <h4>{t("wizard:source.title")}</h4>
      <div className={styles.fields}>
        <SelectField
          hint={t("wizard:source.hint")}
          label={t("wizard:source.preset")}
          onChange={(id) => {
            const chosen = openData.find((entry) => entry.id === id);
            if (chosen === undefined) return;
            setOtherLicence(false);
            set({ licence: chosen.licence, attribution: chosen.attribution });
          }}
          options={[
            { id: noPreset, label: t("wizard:source.presetNone") },
            ...openData.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={preset?.id ?? noPreset}
        />
        <SelectField
          label={t("wizard:source.licence")}
          onChange={(id) => {
            setOtherLicence(id === "other");
            if (id === "other") return;
            set({ licence: licences.find((entry) => entry.id === id)?.name });
          }}
          options={["none", ...licences.map(({ id }) => id), "other"].map((id) => ({
            id,
            label: t(`wizard:licences.${id}`),
          }))}
          value={shown}
        />
        {shown === "other" ? (
          <LateField
            label={t("wizard:licences.otherName")}
            onChange={(text) => {
              setOtherLicence(false);
              set({ licence: text || undefined });
            }}
            value={licenceId(licence) === "other" ? licence : ""}
          />
        ) : null}
        <LateField
          label={t("wizard:source.date")}
          onChange={(text) => set({ date: text || undefined })}
          type="date"
          value={date}
        />
        <div className={styles.wide}>
          <LateField
            label={t("wizard:source.attribution")}
            onChange={(text) => set({ attribution: text || undefined })}
            value={attribution}
          />
        </div>
      </div>
      {(licence !== "" || attribution !== "") && without.length > 0 ? (
        <div className={styles.actions}>
          <Button
            onPress={() =>
              void choose(
                without.map(({ id }) => id),
                { licence: licence || undefined, attribution: attribution || undefined },
              )
            }
            small
          >
            {t("wizard:source.applyAll")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** A field that says what was typed when it is left, not with every letter. */
function LateField({
  label,
  value,
  type = "text",
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "date";
  readonly onChange: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        className="input"
        maxLength={500}
        onBlur={() => {
          const text = draft?.trim();
          setDraft(null);
          if (text !== undefined && text !== value) onChange(text);
        }}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
        type={type}
        value={draft ?? value}
      />
    </label>
  );
}
