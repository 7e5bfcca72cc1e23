import type { TFunction } from "i18next";
import type { Language } from "#app/state/session.ts";
import { formatBytes, formatNumber, localised } from "#app/ui/format.ts";
import type { Finding, ImportReport } from "#workers/intake/report.ts";

/** The report as plain text, for a file or a mail to whoever published the data. */
export function reportText(name: string, report: ImportReport, t: TFunction, language: Language): string {
  const findingLines = (findings: readonly Finding[]): string[] =>
    findings.flatMap(({ level, key, values, count, places }) => [
      `  ${t(`wizard:level.${level}`)} ${t(`intake:findings.${key}`, { ...localised(values, language), count })}${
        count > 1 ? ` ${t("wizard:findings.times", { times: formatNumber(count, language) })}` : ""
      }`,
      ...places
        .map(({ objectId, line }) =>
          [objectId, line === null ? "" : t("wizard:findings.line", { line })]
            .filter((part) => part !== "")
            .join(", "),
        )
        .filter((place) => place !== "")
        .map((place) => `    ${place}`),
    ]);
  return [
    name,
    "",
    ...(report.twin.length === 0 ? [] : [t("wizard:report.whole"), ...findingLines(report.twin), ""]),
    ...report.files.flatMap((file) => [
      `${file.name} (${t(`intake:formats.${file.format}`)}, ${formatBytes(file.bytes, language)})`,
      ...findingLines(file.findings),
      "",
    ]),
  ].join("\n");
}
