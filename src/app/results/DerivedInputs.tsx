import { useTranslation } from "react-i18next";
import { useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { assumedText, derivationText } from "#app/ui/derivation.ts";
import type { Derivation, TwinData, TwinLayerName } from "#twin/twin.ts";
import styles from "./simulation.module.css";

type Derived = { readonly layer: TwinLayerName; readonly derivation: Derivation };

/** Layers that a model reads and that no file gave as they are, with the name of the default that stands in. */
export function derivedInputs(
  reads: readonly TwinLayerName[],
  sources: TwinData["sources"],
): readonly Derived[] {
  return reads.flatMap((layer) => {
    const derivation = sources[layer]?.derivation;
    return derivation === undefined || derivation === "delivered" ? [] : [{ layer, derivation }];
  });
}

/** Says which of the model's inputs are stand-ins, beside every result that rests on them. */
export function DerivedInputs({ full = false }: { readonly full?: boolean }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const reads = useResults((state) => state.model?.reads);
  const sources = useTwin((state) => state.data?.sources);
  const derived = derivedInputs(reads ?? [], sources ?? {});
  if (derived.length === 0) return null;
  const layers = derived
    .map(({ layer, derivation }) => {
      const name = t(`workspace:twinLayers.${layer}`);
      const assumed = assumedText(derivation, t, language);
      return assumed === "" ? name : `${name} (${assumed})`;
    })
    .join(", ");
  const list = (
    <ul className={styles.warnings}>
      {derived.map(({ layer, derivation }) => (
        <li key={layer}>
          <span>
            {t(`workspace:twinLayers.${layer}`)}: {derivationText(derivation, t, language)}
          </span>
        </li>
      ))}
    </ul>
  );
  if (full)
    return (
      <>
        <p className="small">{t("results:derived.summary", { layers })}</p>
        {list}
      </>
    );
  return (
    <details>
      <summary>{t("results:derived.summary", { layers })}</summary>
      {list}
    </details>
  );
}
