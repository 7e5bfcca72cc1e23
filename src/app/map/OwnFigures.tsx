import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { setOwnFigures } from "#app/lifecycle/places.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { NumberField, TextField } from "#app/ui/fields.tsx";
import type { OwnFigures } from "#twin/ownFigures.ts";
import { type BuildingFacts, plainCode } from "./buildingFacts.ts";
import styles from "./OwnFigures.module.css";

const leastM = 1;
const mostM = 400;
const mostStoreys = 200;

/** The way to correct what the data say of a building; only in cities that this browser keeps. */
export function OwnFiguresButton({ facts }: { readonly facts: BuildingFacts }) {
  const { t } = useTranslation();
  const isKept = useTwin((state) => state.href?.startsWith("local:") === true);
  const [open, setOpen] = useState(false);
  if (!isKept) return null;
  return (
    <div>
      <Button icon="edit" onPress={() => setOpen(true)} small>
        {t("workspace:own.button")}
      </Button>
      {open ? <OwnFiguresDialog facts={facts} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function OwnFiguresDialog({
  facts,
  onClose,
}: {
  readonly facts: BuildingFacts;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { delivered } = facts;
  const shownHeight = Number.isFinite(facts.heightM) ? Math.max(leastM, rounded(facts.heightM)) : leastM;
  const [heightM, setHeight] = useState(shownHeight);
  const [storeys, setStoreys] = useState(facts.storeys);
  const [code, setCode] = useState(facts.functionCode);
  const hasOwn = Object.values(delivered).some((value) => value !== null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    // What was not touched stays as delivered.
    const own: OwnFigures = {
      ...(heightM !== shownHeight || delivered.heightM !== null ? { heightM } : {}),
      ...(storeys !== facts.storeys || delivered.storeys !== null ? { storeys } : {}),
      ...(code.trim() !== facts.functionCode || delivered.functionCode !== null
        ? { functionCode: code.trim() }
        : {}),
    };
    onClose();
    if (Object.keys(own).length > 0) void setOwnFigures(facts.id, own);
  };
  const label = t(`workspace:codes.function.${plainCode(code.trim())}`, { defaultValue: "" });
  return (
    <Dialog
      foot={
        <>
          {hasOwn ? (
            <Button
              onPress={() => {
                onClose();
                void setOwnFigures(facts.id, null);
              }}
            >
              {t("workspace:own.reset")}
            </Button>
          ) : null}
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button form="own-figures" look="primary" type="submit">
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={t("workspace:own.title")}
    >
      <p>{t("workspace:own.what")}</p>
      <form className={styles.form} id="own-figures" onSubmit={save}>
        <NumberField
          label={t("workspace:here.height")}
          max={mostM}
          min={leastM}
          onChange={setHeight}
          step={0.1}
          unit="m"
          value={heightM}
        />
        <NumberField
          hint={t("workspace:own.storeysHint")}
          label={t("workspace:here.storeys")}
          max={mostStoreys}
          min={0}
          onChange={setStoreys}
          step={1}
          unit="1"
          value={storeys}
        />
        <TextField label={t("workspace:own.code")} maxLength={40} onChange={setCode} value={code} />
        <p className="muted small" role="status">
          {label === "" ? t("workspace:here.unknownCode") : label}
        </p>
      </form>
    </Dialog>
  );
}
