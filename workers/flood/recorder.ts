import type { FrameSink } from "#workers/runtime/model.ts";

/** Depth in whole millimetres, speed in whole centimetres per second. */
export const depthSeries = { name: "depth", scale: 0.001 } as const;
export const speedSeries = { name: "speed", scale: 0.01 } as const;

export type Recorder = {
  readonly timesS: readonly number[];
  readonly write: (
    timeS: number,
    depthM: Float32Array,
    readSpeed: (into: Float32Array) => void,
  ) => Promise<void>;
};

/** Writes time steps into a sink, through one buffer that is reused. Without a sink nothing is written. */
export function createRecorder(cells: number, sink: FrameSink | null): Recorder {
  const timesS: number[] = [];
  const codes = new Uint16Array(sink ? cells : 0);
  const speed = new Float32Array(sink ? cells : 0);
  return {
    timesS,
    write: async (timeS, depthM, readSpeed) => {
      if (!sink || timesS.at(-1) === timeS) return;
      timesS.push(timeS);
      quantise(depthM, depthSeries.scale, codes);
      await sink.write(depthSeries.name, timeS, codes);
      readSpeed(speed);
      // A film thinner than a millimetre has no depth in the series; its speed would be an arrow without water.
      for (let i = 0; i < cells; i += 1) if (depthM[i] < depthSeries.scale / 2) speed[i] = 0;
      quantise(speed, speedSeries.scale, codes);
      await sink.write(speedSeries.name, timeS, codes);
    },
  };
}

function quantise(values: Float32Array, scale: number, codes: Uint16Array): void {
  const perUnit = 1 / scale;
  for (let i = 0; i < values.length; i += 1) {
    const code = values[i] * perUnit + 0.5;
    codes[i] = code < 65535 ? code : 65535;
  }
}
