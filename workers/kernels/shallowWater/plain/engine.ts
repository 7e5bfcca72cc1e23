import type { ShallowWaterCase } from "../contract.ts";
import type { Engine } from "../engine.ts";
import { edgeSignalSpeed } from "../halo.ts";
import { barrierM, dryDepthM, fastestMPerS, speedDepthM } from "../scheme.ts";
import { createPlainState, type PlainState } from "./state.ts";
import { plainStep, refreshGhosts } from "./step.ts";

type CellVisitor = (cell: number, index: number) => void;

function forCells(state: PlainState, visit: CellVisitor): void {
  const { columns, rows, stride, first } = state;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      visit(row * columns + column, first + row * stride + column);
}

/** Speed at a cell centre: the mean velocities of its opposite faces, m/s. */
function speedAt(state: PlainState, i: number): number {
  const { qx, qy, depth, bed, stride } = state;
  if (depth[i]! < speedDepthM) return 0;
  const velocity = (q: Float64Array, crest: Float64Array, back: number, face: number): number => {
    const level = Math.max(depth[face - back]! + bed[face - back]!, depth[face]! + bed[face]!);
    const hf = level - crest[face]!;
    if (hf <= dryDepthM) return 0;
    return Math.min(fastestMPerS, Math.max(-fastestMPerS, q[face]! / hf));
  };
  const u = (velocity(qx, state.crestX, 1, i) + velocity(qx, state.crestX, 1, i + 1)) / 2;
  const v = (velocity(qy, state.crestY, stride, i) + velocity(qy, state.crestY, stride, i + stride)) / 2;
  return Math.sqrt(u * u + v * v);
}

function savedArrays(state: PlainState): Float64Array[] {
  const { depth, qx, qy, maxDepth, maxSpeed, maxDepthVelocity, arrival } = state;
  return [depth, qx, qy, maxDepth, maxSpeed, maxDepthVelocity, arrival];
}

const clockKeys = ["timeS", "fastest", "deepest", "edgeSignal", "outflowM3", "inflowM3"] as const;

/** The plain TypeScript kernel: double precision, one thread, no skipping. The measure for the WASM kernel. */
export function createPlainEngine(setup: ShallowWaterCase, arrivalDepthM: number): Engine {
  const state = createPlainState(setup);
  const { clock, cellSizeM, depth, bed, columns, rows, stride, first } = state;
  const cellAreaM2 = cellSizeM * cellSizeM;
  const cells = columns * rows;
  refreshGhosts(state);

  const takeMaxima = (): void => {
    forCells(state, (_, i) => {
      const depthM = depth[i]!;
      if (depthM > state.maxDepth[i]!) state.maxDepth[i] = depthM;
      if (depthM >= arrivalDepthM && Number.isNaN(state.arrival[i]!)) state.arrival[i] = clock.timeS;
      const speed = speedAt(state, i);
      if (speed > state.maxSpeed[i]!) state.maxSpeed[i] = speed;
      if (speed * depthM > state.maxDepthVelocity[i]!) state.maxDepthVelocity[i] = speed * depthM;
    });
  };
  takeMaxima();

  const booked = { addedM3: 0, takenM3: 0 };
  const change = (i: number, changeM: number): void => {
    if (!(changeM !== 0) || bed[i]! >= barrierM) return;
    if (changeM > 0) {
      depth[i] = depth[i]! + changeM;
      booked.addedM3 += changeM * cellAreaM2;
    } else {
      const taken = Math.min(depth[i]!, -changeM);
      depth[i] = depth[i]! - taken;
      booked.takenM3 += taken * cellAreaM2;
    }
    if (depth[i]! > clock.deepest) clock.deepest = depth[i]!;
  };
  const bookedSoFar = (): { addedM3: number; takenM3: number } => {
    refreshGhosts(state);
    const { addedM3, takenM3 } = booked;
    booked.addedM3 = 0;
    booked.takenM3 = 0;
    return { addedM3, takenM3 };
  };
  const indexOf = (cell: number): number => first + Math.floor(cell / columns) * stride + (cell % columns);

  return {
    timeS: () => clock.timeS,
    step: (untilS) => {
      plainStep(state, untilS);
      return { cellUpdates: cells, cellUpdatesSaved: 0 };
    },
    takeMaxima,
    addDepth: (deltaM) => {
      forCells(state, (cell, i) => change(i, deltaM[cell]!));
      return bookedSoFar();
    },
    addDepthAt: (cells, deltaM) => {
      for (let k = 0; k < cells.length; k++) change(indexOf(cells[k]!), deltaM[k]!);
      return bookedSoFar();
    },
    areCurrent: () => true,
    limitStepAt: (_cells, longestS) => {
      clock.longestStepS = Math.min(clock.longestStepS, longestS);
    },
    setEdgeInflow: (edge, unitDischarge) => {
      if (unitDischarge) state.inflows.set(edge, unitDischarge.slice());
      else state.inflows.delete(edge);
      clock.edgeSignal = edgeSignalSpeed(state.walks, state.datumM, bed, state.inflows);
    },
    readDepth: (into) => forCells(state, (cell, i) => (into[cell] = depth[i]!)),
    depthAt: (cell) => depth[indexOf(cell)]!,
    readSpeed: (into) => forCells(state, (cell, i) => (into[cell] = speedAt(state, i))),
    readFluxes: (intoX, intoY) => {
      for (let row = 0; row < rows; row++)
        for (let face = 0; face <= columns; face++)
          intoX[row * (columns + 1) + face] = state.qx[first + row * stride + face]!;
      for (let face = 0; face <= rows; face++)
        for (let column = 0; column < columns; column++)
          intoY[face * columns + column] = state.qy[first + face * stride + column]!;
    },
    readMaxima: (into) => {
      takeMaxima();
      forCells(state, (cell, i) => {
        into.depthM[cell] = state.maxDepth[i]!;
        into.speedMPerS[cell] = state.maxSpeed[i]!;
        into.depthVelocity[cell] = state.maxDepthVelocity[i]!;
        into.arrivalS[cell] = state.arrival[i]!;
      });
    },
    volumes: () => {
      let sumM = 0;
      forCells(state, (_, i) => {
        sumM += depth[i]!;
      });
      return { storedM3: sumM * cellAreaM2, outflowM3: clock.outflowM3, inflowM3: clock.inflowM3 };
    },
    save: () => {
      const arrays = savedArrays(state);
      const saved = new Float64Array(clockKeys.length + arrays.length * state.length);
      clockKeys.forEach((key, k) => {
        saved[k] = clock[key];
      });
      arrays.forEach((array, k) => {
        saved.set(array, clockKeys.length + k * state.length);
      });
      return saved.buffer;
    },
    restore: (buffer) => {
      const arrays = savedArrays(state);
      const expected = clockKeys.length + arrays.length * state.length;
      if (buffer.byteLength !== expected * 8)
        throw new Error("This saved state belongs to another grid or another kernel.");
      const saved = new Float64Array(buffer);
      clockKeys.forEach((key, k) => {
        clock[key] = saved[k]!;
      });
      arrays.forEach((array, k) => {
        const start = clockKeys.length + k * state.length;
        array.set(saved.subarray(start, start + state.length));
      });
    },
    dispose: () => undefined,
  };
}
