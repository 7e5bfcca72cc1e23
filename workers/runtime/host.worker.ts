import { expose, transfer } from "comlink";
import { createFrameStore } from "./frameStoreFiles.ts";
import { createHost, type FrameArchive } from "./host.ts";
import { loadModel } from "./registry.ts";
import { createRunArchive } from "./runArchive.ts";
import { resultBuffers } from "./transfer.ts";

/** One worker that can run any model and read any kept result. */
const store = createFrameStore();

const frames: FrameArchive = {
  open: async (address) => (await store).open(address),
  frame: async (...place) => (await store).frame(...place),
  curve: async (...place) => (await store).curve(...place),
};

expose(
  createHost({
    loadModel,
    frames,
    runs: createRunArchive(async (address) => (await store).forget(address)),
    handOver: (run) => transfer(run, resultBuffers(run.result)),
    now: () => performance.now(),
    clock: () => Date.now(),
  }),
);
