import { sharedData } from "#tools/sharedData.ts";
import type { VerifyCase } from "#workers/runtime/verify/case.ts";
import { casesFromFolder } from "./data/folder.ts";

const needs = "heat/goteborg-gustav-adolfs";
const folder = sharedData(needs);

/** Measured radiation of Lindberg, Holmer and Thorsson (2008), and UMEP's own fields of the same days. */
export const cases: readonly VerifyCase[] = folder
  ? (await casesFromFolder(folder)).map((one) => ({ ...one, id: `goteborg:${one.id}`, needs }))
  : [{ id: "goteborg", title: "Measured site", run: async () => ({ figures: [] }), needs }];
