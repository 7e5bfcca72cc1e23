import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { formatNumber, localised } from "#app/ui/format.ts";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import type { Finding, FindingLevel } from "#workers/intake/report.ts";
import styles from "./Findings.module.css";

const icons: Readonly<Record<FindingLevel, IconName>> = {
  info: "info",
  repaired: "check",
  dropped: "minus",
  problem: "warning",
};
export const levels: readonly FindingLevel[] = ["problem", "dropped", "repaired", "info"];
const placesShown = 12;

/** What was read, repaired and dropped, why, where, and what to do about it; the worst first. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const sorted = [...findings].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  return (
    <ul className={styles.findings}>
      {sorted.map((finding) => (
        <li data-level={finding.level} key={`${finding.level}/${finding.key}`}>
          <Icon name={icons[finding.level]} size={16} />
          <div>
            <strong>{t(`wizard:level.${finding.level}`)}</strong>{" "}
            {t(`intake:findings.${finding.key}`, {
              ...localised(finding.values, language),
              count: finding.count,
            })}
            {finding.count > 1 ? (
              <span className="muted">
                {" "}
                {t("wizard:findings.times", { times: formatNumber(finding.count, language) })}
              </span>
            ) : null}
            <Places finding={finding} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Places({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const places = finding.places
    .map((place) =>
      [place.objectId, place.line === null ? "" : t("wizard:findings.line", { line: place.line })]
        .filter((part) => part !== "")
        .join(", "),
    )
    .filter((text) => text !== "");
  if (places.length === 0) return null;
  const shown = places.slice(0, placesShown).join(" · ");
  const more = finding.count > Math.min(placesShown, places.length);
  if (places.length === 1) return <p className={styles.places}>{shown}</p>;
  return (
    <details className={styles.places}>
      <summary>
        {t("wizard:findings.places", {
          count: finding.count,
          places: formatNumber(finding.count, language),
        })}
      </summary>
      {shown} {more ? t("wizard:findings.morePlaces") : ""}
    </details>
  );
}
