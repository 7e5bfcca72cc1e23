import { checkCase } from "./check.ts";
import type { CreateSolver } from "./contract.ts";
import { createPlainEngine } from "./plain/engine.ts";
import { solverFromEngine } from "./solver.ts";
import { createWasmEngine } from "./wasm/engine.ts";

/** Starts a shallow-water simulation at time 0. Throws a RangeError that names what is wrong with the case. */
export const createShallowWaterSolver: CreateSolver = async (setup, options) => {
  checkCase(setup);
  const engine =
    options.kernel === "wasm"
      ? await createWasmEngine(setup, options)
      : createPlainEngine(setup, options.arrivalDepthM);
  return solverFromEngine(engine);
};
