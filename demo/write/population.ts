import { type City, cityInstances } from "../city.ts";
import { createRandom } from "../random.ts";
import { openSink } from "./sink.ts";

export type Household = { readonly residents: number; readonly under18: number; readonly over65: number };

/** Residents of a building from its dwellings; household sizes after the German microcensus (1: 41 %, 2: 34 % …). */
export const residentsOf = (dwellings: number, inmates: number, seed: number, number: number): Household => {
  const random = createRandom(seed, `residents ${number}`);
  let residents = 0;
  let under18 = 0;
  let over65 = 0;
  for (let k = 0; k < dwellings; k++) {
    // About one home in twenty-five stands empty.
    if (random.chance(0.04)) continue;
    const family = dwellings <= 2;
    const size = random.weighted<1 | 2 | 3 | 4 | 5>(
      family
        ? [
            [1, 20],
            [2, 37],
            [3, 18],
            [4, 18],
            [5, 7],
          ]
        : [
            [1, 46],
            [2, 32],
            [3, 12],
            [4, 7],
            [5, 3],
          ],
    );
    residents += size;
    const alone = size === 2 && random.chance(0.1);
    if (size >= 3) under18 += size - 2;
    else if (alone) under18 += 1;
    if (size === 1 && random.chance(0.42)) over65 += 1;
    if (size === 2 && !alone && random.chance(0.48)) over65 += 2;
  }
  return { residents: residents + inmates, under18, over65: over65 + Math.round(inmates * 0.97) };
};

/** Residents per building as CSV with semicolons, as registers export it. */
export const writePopulation = (city: City, path: string): void => {
  const sink = openSink(path);
  sink.write("gebaeude_id;bewohner;unter18;von18bis64;ab65;wohnungen;stand\n");
  for (const { building, id } of cityInstances(city)) {
    const inmates = building.inmates ?? 0;
    if (building.dwellings === 0 && inmates === 0) continue;
    const { residents, under18, over65 } = residentsOf(
      building.dwellings,
      inmates,
      city.district.seed,
      building.number,
    );
    const between = residents - under18 - over65;
    sink.write(`${id};${residents};${under18};${between};${over65};${building.dwellings};2024-12-31\n`);
  }
  sink.close();
};
