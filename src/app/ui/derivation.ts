import type { TFunction } from "i18next";
import type { Language } from "#app/state/session.ts";
import type { Derivation } from "#twin/twin.ts";
import { localised } from "./format.ts";

/** How a layer came about, in words, and how much of it is assumed; "" = as delivered. */
export function derivationText(derivation: Derivation, t: TFunction, language: Language): string {
  if (derivation === "delivered") return "";
  const { derivedBy } = derivation;
  const words = t(`intake:layers.${derivedBy}`, {
    defaultValue: t("workspace:sources.derived", { by: derivedBy }),
  });
  const assumed = assumedText(derivation, t, language);
  return assumed === "" ? words : `${words}; ${assumed}`;
}

/** How much of a layer is assumed, in a few words; "" = nothing, or not counted. */
export function assumedText(derivation: Derivation, t: TFunction, language: Language): string {
  if (derivation === "delivered" || derivation.share === undefined) return "";
  return t("intake:assumedShare", {
    ...localised({ share: Math.round(derivation.share * 1000) / 10 }, language),
  });
}
