import type { Model } from "./model.ts";

/**
 * Every model the app knows, loaded when first asked for. The registry forgets the type of a model's conditions:
 * whoever runs one settles them against `model.conditions` first (`settledConditions` of src/runs/address.ts).
 */
const loaders: Readonly<Record<string, () => Promise<unknown>>> = {
  flood: async () => (await import("../flood/model.ts")).floodModel,
  heat: async () => (await import("../heat/model.ts")).heatModel,
  sun: async () => (await import("../sun/model.ts")).sunModel,
  traffic: async () => (await import("../traffic/model.ts")).trafficModel,
  access: async () => (await import("../access/model.ts")).accessModel,
  reach: async () => (await import("../access/reachModel.ts")).reachModel,
  noise: async () => (await import("../noise/model.ts")).noiseModel,
};

export const modelIds: readonly string[] = Object.keys(loaders);

/** Folder in `workers/` with the cards of a model: its own, or that which it has in another's. */
export const cardFolderOf = (id: string): string => (id === "reach" ? "access/reach" : id);

export async function loadModel(id: string): Promise<Model | null> {
  const load = Object.hasOwn(loaders, id) ? loaders[id] : undefined;
  return load === undefined ? null : ((await load()) as Model);
}
