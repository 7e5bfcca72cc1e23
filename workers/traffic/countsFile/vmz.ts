import { type CountRow, type CountsFile, countsFileError, isVolume, mostRows } from "./types.ts";

/**
 * Hourly counts in the XML of MATSim (`counts`, `count loc_id cs_id`, `volume h val`), in which the counts of the Berlin traffic information
 * centre are published. They name a link of another network: the id is taken as a section's or way's where there is one.
 */
export function readVmz(text: string): Omit<CountsFile, "unreadable"> {
  if (!/<counts[\s>]/.test(text)) throw countsFileError("notKnown");
  const year = Number(attribute(/<counts\b[^>]{0,2000}>/.exec(text)?.[0] ?? "", "year"));
  const rows: CountRow[] = [];
  for (const piece of text.split("<count ").slice(1)) {
    if (rows.length >= mostRows) throw countsFileError("tooLarge");
    const body = piece.split("</count>", 1)[0];
    const head = body.split(">", 1)[0];
    const hourly = new Array<number>(24).fill(Number.NaN);
    for (const volume of body.split("<volume ").slice(1)) {
      const tag = volume.split(">", 1)[0];
      const hour = Number(attribute(tag, "h"));
      const value = Number(attribute(tag, "val"));
      if (Number.isInteger(hour) && hour >= 1 && hour <= 24 && isVolume(value)) hourly[hour - 1] = value;
    }
    const id = attribute(head, "loc_id");
    rows.push({
      name: attribute(head, "cs_id") || id || String(rows.length + 1),
      place: id === "" ? null : { type: "section", id },
      bearingDeg: null,
      direction: null,
      hourly: hourly.every(isVolume) ? hourly : null,
      vehPerH: null,
      vehPerDay: null,
    });
  }
  return { format: "vmz", rows, year: Number.isInteger(year) && year > 1950 ? year : null };
}

function attribute(tag: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]{0,200})"`).exec(tag);
  return match?.[1] ?? "";
}
