import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import type { InputState, ModelReadiness } from "#workers/intake/describe/readiness.ts";
import styles from "./Readiness.module.css";

const icons: Readonly<Record<ModelReadiness["state"], IconName>> = {
  ready: "check",
  derived: "info",
  missing: "minus",
};
const inputIcons: Readonly<Record<InputState["state"], IconName>> = {
  there: "check",
  derived: "info",
  missing: "minus",
};

/** What each model can do with the files: what is there, what a named default stands in for, what is missing. */
export function Readiness({ models }: { readonly models: readonly ModelReadiness[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.models}>
      {models.map(({ model, state, needs, improves }) => (
        <li data-state={state} key={model}>
          <Icon name={icons[state]} />
          <div>
            <p>
              <strong>{t(`intake:models.${model}`)}</strong> {t(`intake:readiness.${state}`)}
            </p>
            <ul className={styles.inputs}>
              {needs.map((input) => (
                <Input input={input} key={input.input} />
              ))}
              {improves
                .filter((input) => input.state === "missing")
                .map((input) => (
                  <Input improves input={input} key={input.input} />
                ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Input({ input, improves = false }: { readonly input: InputState; readonly improves?: boolean }) {
  const { t } = useTranslation();
  const words = `${t(`intake:inputStates.${input.state}`)}: ${t(`intake:inputs.${input.input}`)}`;
  return (
    <li data-improves={improves} data-state={input.state}>
      <Icon name={inputIcons[input.state]} size={16} />
      {improves ? `${words} (${t("intake:improves")})` : words}
    </li>
  );
}

/** What stands in for layers that no file gives, each once. */
export function StandIns({
  models,
  isPackage,
}: {
  readonly models: readonly ModelReadiness[];
  /** A whole city: nothing is left to assume. */
  readonly isPackage: boolean;
}) {
  const { t } = useTranslation();
  const derived = new Map(
    models
      .flatMap(({ needs, improves }) => [...needs, ...improves])
      .filter(({ state }) => state === "derived")
      .map(({ input, derivedBy }) => [input, derivedBy] as const),
  );
  const hasOpenGround =
    !isPackage &&
    models.some(({ needs }) => needs.some(({ input, state }) => input === "landCover" && state === "there"));
  if (derived.size === 0 && !hasOpenGround) return null;
  return (
    <ul className={styles.standIns}>
      {[...derived].map(([input, by]) => (
        <li key={input}>
          {t("wizard:readiness.standIn", {
            input: t(`intake:inputs.${input}`),
            by: t(`intake:layers.${by}`),
          })}
        </li>
      ))}
      {hasOpenGround ? <li>{t("wizard:readiness.openGround")}</li> : null}
    </ul>
  );
}
