import { documentStore, undoLast } from "./document.ts";
import { dismissNotice, type Notice, notify } from "./session.ts";

/**
 * Says what was just done, with the way back. The offer stands as long as it is the last step: after the next one the
 * button would take back something else, so it goes.
 */
export function offerUndo(key: string, values: Notice["values"], afterwards: () => void = () => {}): void {
  const lastStep = () => documentStore.getState().history?.past.at(-1);
  const step = lastStep();
  const id = notify({
    tone: "info",
    key,
    values,
    action: {
      labelKey: "workspace:top.undo",
      run: () => {
        if (lastStep() !== step) return;
        undoLast();
        afterwards();
      },
    },
  });
  const stop = documentStore.subscribe(() => {
    if (lastStep() === step) return;
    stop();
    dismissNotice(id);
  });
}
