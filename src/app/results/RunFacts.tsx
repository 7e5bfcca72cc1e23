import { useTranslation } from "react-i18next";
import { trafficFacts } from "#indicators/traffic.ts";
import type { RunOutcome } from "#runs/contract.ts";
import { ledgerText } from "./ledgerText.ts";
import styles from "./street.module.css";

/** What must stand beside every figure of a traffic model: how well it converged, with which demand, of which year, calibrated or not. */
export function RunFacts({ outcome }: { readonly outcome: RunOutcome }) {
  const { t, i18n } = useTranslation();
  const { ledger } = outcome.result;
  const texts = trafficFacts.flatMap((key) => {
    const value = ledger[key];
    if (value === undefined || Number.isNaN(value)) return [];
    const number = textOf(key, value, i18n.language);
    return [{ key, text: t(`results:facts.${key}.${optionOf(key, value)}`, { value: number }) }];
  });
  if (texts.length === 0) return null;
  return (
    <ul aria-label={t("results:facts.label")} className={styles.facts}>
      {texts.map(({ key, text }) => (
        <li className={styles.fact} key={key}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function textOf(key: (typeof trafficFacts)[number], value: number, language: string): string {
  if (key === "gap" || key === "demandGap") return scientific(value);
  // A year is a name, not an amount with thousands.
  return key === "baseYear" ? String(value) : ledgerText(key, value, language);
}

const optionOf = (key: (typeof trafficFacts)[number], value: number): string =>
  key === "demandMode" || key === "calibrated" ? (value > 0 ? "yes" : "no") : "value";

/** A small share as people of the trade write it: 3 · 10⁻⁷. */
function scientific(value: number): string {
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const mantissa = Math.round(value / 10 ** exponent);
  const digits = [...String(exponent)].map((digit) =>
    digit === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? ""),
  );
  return `${mantissa}\u202F·\u202F10${digits.join("")}`;
}
