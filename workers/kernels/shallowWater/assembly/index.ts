import { endItem, nextPhase, takeItem } from "../../wasm/assembly/phases";
import {
  itemBytes, itemKind, kindMaxima, kindSweep, modeLocalInertia, scratchBytes, slotItems, slotMode, slotScratch,
  slotSillX,
} from "./layout";
import { maxima } from "./maxima";
import { word } from "./parameters";
import { sync } from "./seams";
import { sweep } from "./sweep";

export { finish, publish } from "../../wasm/assembly/phases";

function runItem(index: i32, thread: i32): void {
  const item = word(slotItems) + <usize>index * itemBytes;
  const kind = load<i32>(item + (itemKind << 2));
  const sills = word(slotSillX) != 0;
  if (kind == kindSweep) {
    const scratch = word(slotScratch) + <usize>thread * scratchBytes;
    if (word(slotMode) == modeLocalInertia) {
      if (sills) sweep<i32, i32>(item, scratch);
      else sweep<i32, u32>(item, scratch);
    } else {
      if (sills) sweep<f32, i32>(item, scratch);
      else sweep<f32, u32>(item, scratch);
    }
  } else if (kind == kindMaxima) {
    if (sills) maxima<i32>(item, 0);
    else maxima<u32>(item, 0);
  } else {
    sync(item);
  }
}

/** Speeds at cell centres into a padded array; one thread. */
export function speeds(item: usize, into: usize): void {
  if (word(slotSillX) != 0) maxima<i32>(item, into);
  else maxima<u32>(item, into);
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
