import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "#tools/sharedData.ts";
import { cellAt } from "#twin/read/grid.ts";
import { type HandmadePlace, handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { solarPlace } from "#workers/kernels/solar/place.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { referenceYear, type SunConditions, sunConditions } from "../conditions.ts";
import { sunStepsOf } from "../daySun.ts";
import { exposureOf } from "../exposure.ts";
import { sunModel } from "../model.ts";
import { surfacePatches } from "../patches.ts";
import { monthlySums, type SkyYear, skyYear } from "../skyYear.ts";

const radians = Math.PI / 180;
const munich = { longitudeDeg: 11.6, latitudeDeg: 48.1, trueNorthDeg: 0 };
const months = monthlySums(sunConditions.monthlyRadiation.default);

const defaults = Object.fromEntries(
  Object.entries(sunConditions).map(([key, field]) => [key, field.default]),
) as unknown as SunConditions;

function run(
  place: HandmadePlace,
  change: Partial<SunConditions> = {},
  resolutionM = 1,
): Promise<ModelResult> {
  return sunModel.run(handmadeTwin(place), { ...defaults, ...change }, unwatched(resolutionM));
}

/** Light of a year on one surface in an open plain, kWh/m². */
async function openSurface(normal: readonly [number, number, number], year: SkyYear): Promise<number> {
  const patches = {
    count: 1,
    trianglesXYZ: new Float32Array(9),
    normals: Float32Array.from(normal),
    areaM2: Float32Array.of(1),
    roof: Uint8Array.of(1),
    building: Uint32Array.of(0),
    buildingIds: ["a"],
  };
  const day = { directions: new Float64Array(0), stepH: 1, lowestSine: 0 };
  const nothing = { transmitted: () => 1, buried: () => false };
  const light = await exposureOf(patches, nothing, day, year, 0.2, async () => undefined);
  return light.yearlyKwhPerM2[0];
}

/** Hours of sun at a distance north of an endless wall that runs from east to west (exact, from the sun's path). */
function hoursBehindWall(heightM: number, distanceM: number): number {
  const frame = handmadeTwin().data.frame;
  const steps = sunStepsOf(solarPlace(frame, [300, 100]), { month: 3, day: 21 }, 1);
  let minutes = 0;
  for (const { azimuthDeg, altitudeDeg } of steps) {
    const southward = -Math.cos(azimuthDeg * radians);
    // The ray is at the wall's line after distance / southward metres on the ground.
    const risesM = (distanceM / southward) * Math.tan(altitudeDeg * radians);
    if (southward <= 0 || risesM > heightM) minutes += 1;
  }
  return minutes / 60;
}

const shared = sharedData("heat/sun-pv");

export const cases: readonly VerifyCase[] = [
  {
    id: "sun:wall",
    title: "Hours of sun north of a long wall against the sun's path",
    run: async () => {
      const extent = { minX: 0, minY: 0, maxX: 600, maxY: 200 };
      const result = await run(
        { extent, buildings: [{ id: "wall", ring: handmadeBox(0, 60, 600, 4), heightM: 12 }] },
        { yearly: false },
      );
      const hours = result.fields[0].values;
      let worst = 0;
      for (const distanceM of [3, 8, 15, 20, 30, 45]) {
        const y = 64 + distanceM + 0.5;
        const cell = cellAt(result.grid, 300, y);
        worst = Math.max(worst, Math.abs(hours[cell] - hoursBehindWall(12, distanceM + 0.5)));
      }
      return { figures: [atMost("largest difference", worst, 0.25, "h")] };
    },
  },
  {
    id: "sun:rays-and-sweep",
    title: "Hours of sun on flat roofs: rays against the sweep, and the day's length in the open",
    run: async () => {
      const buildings = Array.from({ length: 16 }, (_, i) => ({
        id: `b${i}`,
        ring: handmadeBox(20 + 40 * (i % 4), 20 + 40 * Math.floor(i / 4), 20, 20),
        heightM: 8 + ((i * 7) % 13),
      }));
      const place = { extent: { minX: 0, minY: 0, maxX: 192, maxY: 192 }, buildings };
      const result = await run(place, { yearly: false });
      const patches = surfacePatches(handmadeTwin(place), 2);
      const rays = result.surfaces?.fields[0].values ?? new Float32Array(0);
      const hours = result.fields[0].values;
      let difference = 0;
      let area = 0;
      for (let i = 0; i < patches.count; i += 1) {
        if (patches.roof[i] === 0 || Number.isNaN(rays[3 * i])) continue;
        const t = patches.trianglesXYZ.subarray(9 * i, 9 * i + 9);
        const swept = hours[cellAt(result.grid, (t[0] + t[3] + t[6]) / 3, (t[1] + t[4] + t[7]) / 3)];
        difference +=
          Math.abs(swept - (rays[3 * i] + rays[3 * i + 1] + rays[3 * i + 2]) / 3) * patches.areaM2[i];
        area += patches.areaM2[i];
      }
      const steps = sunStepsOf(solarPlace(handmadeTwin().data.frame, [96, 96]), defaults, defaults.stepMin);
      const open = hours[cellAt(result.grid, 2, 2)];
      return {
        figures: [
          atLeast("roof area compared", area, 16 * 400 * 0.99, "m²"),
          atMost("mean difference of rays and sweep", difference / area, 0.15, "h"),
          atMost(
            "open corner against the day's length",
            Math.abs(open - (steps.length * defaults.stepMin) / 60),
            1.5,
            "h",
          ),
        ],
      };
    },
  },
  {
    id: "sun:year-open",
    title: "A year's light on open surfaces",
    run: async () => {
      const year = skyYear(munich, months, referenceYear);
      const level = await openSurface([0, 0, 1], year);
      const tilted = await openSurface([0, -Math.sin(35 * radians), Math.cos(35 * radians)], year);
      const south = await openSurface([0, -1, 0], year);
      const sum = months.reduce((total, kwh) => total + kwh, 0);
      return {
        figures: [
          atMost("level ground against the sum of the months", Math.abs(level / sum - 1), 0.001, ""),
          // Plausible for southern Germany (own judgement): a tenth to a fifth more, and two thirds to four fifths.
          atLeast("south, 35° / level", tilted / level, 1.1, ""),
          atMost("south, 35° / level", tilted / level, 1.21, ""),
          atLeast("southern wall / level", south / level, 0.65, ""),
          atMost("southern wall / level", south / level, 0.82, ""),
        ],
      };
    },
  },
  {
    id: "sun:munich-2018",
    title: "A measured sky on a square metre of open, level ground",
    needs: "heat/sun-pv",
    run: async () => {
      type Radiance = { altitude_deg: number; azimuth_deg: number; average_radiance_W_m2_sr: number };
      const text = readFileSync(join(shared ?? "", "irradiance_munich_2018.json"), "utf8");
      const { data } = JSON.parse(text) as { data: Radiance[] };
      // 96 of the 192 equal parts of a sphere (HEALPix, Nside 4) lie above the horizon.
      const solidAngle = (4 * Math.PI) / 192;
      const year: SkyYear = {
        beamDirections: Float64Array.from(
          data.flatMap(({ altitude_deg, azimuth_deg }) => {
            const across = Math.cos(altitude_deg * radians);
            return [
              Math.sin(azimuth_deg * radians) * across,
              Math.cos(azimuth_deg * radians) * across,
              Math.sin(altitude_deg * radians),
            ];
          }),
        ),
        beamKwhPerM2: Float64Array.from(data, (one) => one.average_radiance_W_m2_sr * solidAngle * 8.76),
        diffuseKwhPerM2: 0,
        globalKwhPerM2: 0,
      };
      const level = await openSurface([0, 0, 1], year);
      return { figures: [atLeast("light", level, 900, "kWh"), atMost("light", level, 1100, "kWh")] };
    },
  },
];
