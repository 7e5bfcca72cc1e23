/** Whether the size of cells means anything to a model; not where all of its results lie on streets. */
export const hasGrid = (id: string): boolean => id !== "traffic";
