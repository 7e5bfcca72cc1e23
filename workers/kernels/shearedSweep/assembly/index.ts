import { endItem, nextPhase, takeItem } from "../../wasm/assembly/phases";
import { parameter, wordAt } from "./access";
import { traceEdges } from "./edges";
import { sweepGround } from "./ground";
import {
  itemApart, itemBytes, itemFirstPass, itemGroup, itemKind, itemPassCount, kindEdges, kindSky, kindTranspose, passBytes,
  slotItems, slotPasses, slotScratch, slotScratchBytes, together,
} from "./layout";
import { sweepSky } from "./sky";
import { transpose } from "./transpose";

export { finish, publish } from "../../wasm/assembly/phases";

function runItem(index: i32, thread: i32): void {
  const item = <usize>parameter(slotItems) + <usize>index * itemBytes;
  const scratch = <usize>parameter(slotScratch) + <usize>thread * <usize>parameter(slotScratchBytes);
  const kind = wordAt(item, itemKind);
  if (kind == kindTranspose) {
    transpose(item);
    return;
  }
  if (kind == kindEdges) {
    traceEdges(item);
    return;
  }
  const group = wordAt(item, itemGroup);
  const count = wordAt(item, itemPassCount);
  let pass = <usize>parameter(slotPasses) + <usize>wordAt(item, itemFirstPass) * passBytes;
  if (kind == kindSky) {
    const apart = wordAt(item, itemApart) != 0;
    for (let k = 0; k < count; k += together)
      sweepSky(pass + <usize>k * passBytes, min(together, count - k), group, apart, scratch);
    return;
  }
  for (let k = 0; k < count; k++) {
    sweepGround(pass, group, scratch, k == 0);
    pass += passBytes;
  }
}

/** Works on the items of a phase until none is left. */
export function work(thread: i32): void {
  for (let index = takeItem(); index >= 0; index = takeItem()) {
    runItem(index, thread);
    endItem();
  }
}

/** A helper thread's life, phase by phase. */
export function serve(thread: i32): void {
  for (let phase = nextPhase(0); phase >= 0; phase = nextPhase(phase)) work(thread);
}
