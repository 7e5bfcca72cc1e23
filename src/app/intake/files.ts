import i18next from "i18next";
import { openScenarioFile, scenarioEnding } from "#app/lifecycle/scenarioFiles.ts";
import { notify } from "#app/state/session.ts";
import { startImport } from "./importing.ts";

/** Endings that the intake can read now; the file dialog offers these. */
export const acceptedEndings = [
  ".gml",
  ".xml",
  ".json",
  ".geojson",
  ".tif",
  ".tiff",
  ".asc",
  ".osm",
  ".csv",
  ".zip",
] as const;

/** What happens to files from a dialog or a drop: scenarios open, everything else goes through the intake. */
export function takeFiles(files: readonly File[]): void {
  const scenario = files.find((file) => file.name.toLowerCase().endsWith(scenarioEnding)) ?? null;
  const others = files.filter((file) => !file.name.toLowerCase().endsWith(scenarioEnding));
  if (others.length > 0) startImport(others, nameOf(others), scenario);
  else if (scenario !== null) openScenarioSafely(scenario);
}

function openScenarioSafely(file: File): void {
  openScenarioFile(file).catch(() =>
    notify({ tone: "problem", key: "errors:fileUnreadable", values: { name: file.name } }),
  );
}

/** A first name for the city: the longest common beginning of the files, else the first file's. */
export function nameOf(files: readonly File[]): string {
  const names = files.map((file) => file.name.replace(/\.[^.]+$/, ""));
  const first = names[0] ?? "";
  let length = first.length;
  for (const name of names) {
    while (length > 0 && !name.startsWith(first.slice(0, length))) length -= 1;
  }
  const common = first.slice(0, length).replaceAll(/[_\-. ]+$/g, "");
  const chosen = common.length >= 3 ? common : first;
  return chosen === "" ? i18next.t("start:import.unnamed") : chosen;
}
