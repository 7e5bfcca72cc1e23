import type { AdvanceReport, ShallowWaterSolver } from "./contract.ts";
import type { Engine } from "./engine.ts";
import { maximaIntervalS } from "./scheme.ts";

/** Own work between two turns of the event loop, ms: aborts and messages are seen at least this often. */
const turnMs = 40;

/** Lets timers, messages and aborts through; `setTimeout` alone would cost 4 ms a turn in a browser. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** Wraps a kernel into the public solver: interruptible advance, running maxima, refusal of use after dispose. */
export function solverFromEngine(engine: Engine): ShallowWaterSolver {
  let maximaAtS = engine.timeS();
  let disposed = false;
  let advancing = false;
  let actLocally: (() => void) | null = null;

  const takeMaximaWhenDue = (): void => {
    const timeS = engine.timeS();
    if (timeS - maximaAtS < maximaIntervalS) return;
    engine.takeMaxima();
    maximaAtS = timeS;
  };

  const advance = async (untilS: number, signal?: AbortSignal): Promise<AdvanceReport> => {
    if (disposed) throw new Error("The solver has been disposed of.");
    if (advancing) throw new Error("The solver is already advancing; wait for the first call.");
    if (!Number.isFinite(untilS)) throw new RangeError(`advance needs a finite time, not ${untilS}.`);
    advancing = true;
    try {
      let steps = 0;
      let cellUpdates = 0;
      let cellUpdatesSaved = 0;
      let turnStartedMs = performance.now();
      signal?.throwIfAborted();
      while (engine.timeS() < untilS) {
        const report = engine.step(untilS);
        actLocally?.();
        steps += 1;
        cellUpdates += report.cellUpdates;
        cellUpdatesSaved += report.cellUpdatesSaved;
        takeMaximaWhenDue();
        if (performance.now() - turnStartedMs > turnMs) {
          await nextTurn();
          signal?.throwIfAborted();
          if (disposed) throw new Error("The solver was disposed of while it advanced.");
          turnStartedMs = performance.now();
        }
      }
      return { steps, cellUpdates, cellUpdatesSaved };
    } finally {
      advancing = false;
    }
  };

  return {
    get timeS() {
      return engine.timeS();
    },
    advance,
    addDepth: engine.addDepth,
    addDepthAt: engine.addDepthAt,
    setLocalExchange: (act) => {
      actLocally = act;
    },
    areCurrent: engine.areCurrent,
    limitStepAt: engine.limitStepAt,
    setEdgeInflow: engine.setEdgeInflow,
    readDepth: engine.readDepth,
    depthAt: engine.depthAt,
    readSpeed: engine.readSpeed,
    readFluxes: engine.readFluxes,
    readMaxima: engine.readMaxima,
    volumes: engine.volumes,
    save: () => withMaximaTime(engine.save(), maximaAtS),
    restore: (state) => {
      const parts = splitMaximaTime(state);
      engine.restore(parts.engineState);
      maximaAtS = parts.maximaAtS;
    },
    dispose: () => {
      if (disposed) return;
      disposed = true;
      engine.dispose();
    },
  };
}

/** The time of the last maxima belongs to the state: without it a resumed run would look at other moments. */
function withMaximaTime(engineState: ArrayBuffer, maximaAtS: number): ArrayBuffer {
  const state = new ArrayBuffer(engineState.byteLength + 8);
  new Float64Array(state, 0, 1)[0] = maximaAtS;
  new Uint8Array(state, 8).set(new Uint8Array(engineState));
  return state;
}

function splitMaximaTime(state: ArrayBuffer): { engineState: ArrayBuffer; maximaAtS: number } {
  if (state.byteLength < 8) throw new Error("This is not a saved solver state: it is too short.");
  return { engineState: state.slice(8), maximaAtS: new DataView(state).getFloat64(0, true) };
}
