import { useTranslation } from "react-i18next";
import type { CountsReading } from "./reading.ts";

/** Rows that are named one by one; what lies beyond is counted. */
const mostNamed = 12;

/** What was found in a file, and what of it found no street, with the reason. */
export function ReadReport({ reading }: { readonly reading: CountsReading }) {
  const { t } = useTranslation();
  if (reading.status === "failed")
    return (
      <p className="small" role="alert">
        {t(`counts:errors.${reading.key}`)}
      </p>
    );
  const { matched, unmatched, unreadable, series, year } = reading.counts;
  const halved = new Set(matched.filter((count) => count.halved).map(({ row }) => row)).size;
  const farthestM = matched.reduce((most, { distanceM }) => Math.max(most, distanceM), 0);
  const left = [
    ...unmatched.map(({ row, reason }) => ({ name: row.name, reason: reason as string })),
    ...unreadable.map((name) => ({ name, reason: "unreadable" })),
  ];
  return (
    <>
      <p className="small">
        {t("counts:read.found", { count: series.length })}{" "}
        {farthestM < 1 ? null : t("counts:read.farthest", { farthestM: Math.round(farthestM) })}{" "}
        {year === null ? null : t("counts:read.year", { year })}{" "}
        {halved === 0 ? null : t("counts:read.halved", { count: halved })}
      </p>
      {left.length === 0 ? null : (
        <details open={series.length === 0}>
          <summary>{t("counts:read.left", { count: left.length })}</summary>
          <ul className="small">
            {left.slice(0, mostNamed).map(({ name, reason }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names in a file need not be unique
              <li key={i}>{t(`counts:read.reasons.${reason}`, { name })}</li>
            ))}
            {left.length > mostNamed ? (
              <li>{t("counts:read.more", { count: left.length - mostNamed })}</li>
            ) : null}
          </ul>
        </details>
      )}
    </>
  );
}
