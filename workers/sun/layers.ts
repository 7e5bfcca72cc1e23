import type { ResultLayer } from "#workers/runtime/model.ts";

/** Codes of the series: 1 = shade, 2 = sun; 0 = nothing known there. */
export const sunSeries = { name: "sun", scale: 1, offset: -1 } as const;
export const shadeCode = 1;
export const sunCode = 2;

/** Hours of sun in a habitable room: low, medium and high exposure (DIN EN 17037:2022-05). */
export const exposureEdgesH = [1.5, 3, 4] as const;

export const sunLayers: readonly ResultLayer[] = [
  { id: "sunHours", unit: "h", classEdges: [0, 1, 2, 4, 6, 8, 10], ramp: "sun", series: null },
  { id: "sun", unit: "1", classEdges: [0, 0.5], ramp: "sun", series: sunSeries },
  {
    id: "roomHours",
    unit: "h",
    classEdges: [0, ...exposureEdgesH],
    ramp: "sun",
    series: null,
    on: "surfaces",
  },
  {
    id: "yearlyLight",
    unit: "kWh/m²",
    classEdges: [0, 200, 400, 600, 800, 950, 1100],
    ramp: "sun",
    series: null,
    on: "surfaces",
  },
];
