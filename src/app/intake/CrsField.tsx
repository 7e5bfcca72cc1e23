import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { knownCrs } from "#workers/intake/crs/definitions.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import styles from "./FileDetails.module.css";
import { choose } from "./importing.ts";
import { wizardStore } from "./wizard.ts";

/** Systems that German open data comes in, by their EPSG numbers; texts under crs.names in the wizard catalogue. */
const common = [
  25832, 25833, 25831, 4647, 5650, 31466, 31467, 31468, 31469, 3068, 4326, 4258, 3857, 3035,
] as const;

const automatic = "auto";
const other = "other";
const unsure: readonly string[] = ["guessed", "assumed"];

/** The coordinate system that a file is read in: as found, one of the usual ones, or any that is known by number. */
export function CrsField({
  file,
  twinCrs,
}: {
  readonly file: FileDescription;
  readonly twinCrs: string | null;
}) {
  const { t } = useTranslation();
  const { choice, report } = file;
  const [typing, setTyping] = useState(false);
  const [code, setCode] = useState("");
  const digits = code.replaceAll(/\D/g, "");
  const known = knownCrs(`EPSG:${digits}`);
  const isCommon = common.some((number) => choice.crs === `EPSG:${number}`);
  const take = (crs: string | undefined) => {
    setTyping(false);
    void choose([file.id], { crs });
  };
  const found = report.crs !== null && report.crs.how !== "chosen" ? report.crs.crs : "";
  const options = [
    {
      id: automatic,
      label: found === "" ? t("wizard:crs.asFileNone") : t("wizard:crs.asFile", { crs: found }),
    },
    ...common.map((number) => ({ id: `EPSG:${number}`, label: t(`wizard:crs.names.${number}`) })),
    ...(choice.crs === undefined || isCommon ? [] : [{ id: choice.crs, label: choice.crs }]),
    { id: other, label: t("wizard:crs.other") },
  ];
  const alike = wizardStore
    .getState()
    .session.files.filter(
      (candidate) => candidate.id !== file.id && unsure.includes(candidate.report.crs?.how ?? ""),
    );
  return (
    <div>
      <SelectField
        {...(report.crs === null || report.crs.stated === ""
          ? {}
          : { hint: t("wizard:crs.stated", { stated: report.crs.stated }) })}
        label={t("wizard:crs.label")}
        onChange={(id) => {
          if (id === other) {
            setCode((choice.crs ?? twinCrs ?? "").replace("EPSG:", ""));
            setTyping(true);
          } else take(id === automatic ? undefined : id);
        }}
        options={options}
        value={typing ? other : (choice.crs ?? automatic)}
      />
      {typing ? (
        <>
          <div className={styles.code}>
            <TextField
              autoFocus
              label={t("wizard:crs.code")}
              maxLength={12}
              onChange={setCode}
              value={code}
            />
            <Button isDisabled={known === null} onPress={() => take(known ?? undefined)}>
              {t("wizard:crs.take")}
            </Button>
          </div>
          {digits.length >= 4 && known === null ? (
            <p className="field-error" role="status">
              {t("wizard:crs.unknown", { code: digits })}
            </p>
          ) : null}
        </>
      ) : null}
      {choice.crs !== undefined && alike.length > 0 ? (
        <div className={styles.actions}>
          <Button
            onPress={() =>
              void choose(
                alike.map(({ id }) => id),
                { crs: choice.crs },
              )
            }
            small
          >
            {t("wizard:crs.applyAll")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
