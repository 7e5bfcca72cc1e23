import { createStore } from "zustand/vanilla";
import { type Command, createHistory, execute, type History, redo, undo } from "#scenario/history.ts";
import type { Scenario } from "#scenario/types.ts";
import { hookOf } from "./hook.ts";

/** The scenario document with its undo and redo. null = no city is open. */
export type DocumentState = { readonly history: History | null };

export const documentStore = createStore<DocumentState>(() => ({ history: null }));
export const useDocument = hookOf(documentStore);

export function openDocument(scenario: Scenario): void {
  documentStore.setState({ history: createHistory(scenario) });
}

export function closeDocument(): void {
  documentStore.setState({ history: null });
}

/** Changes the document by one undoable command; without an open document nothing happens. */
export function dispatch(command: Command): void {
  documentStore.setState((state) =>
    state.history === null ? state : { history: execute(state.history, command) },
  );
}

/** Brings back a document with its undo history, as autosave kept it. */
export function restoreDocument(history: History): void {
  documentStore.setState({ history });
}

export function undoLast(): boolean {
  const { history } = documentStore.getState();
  if (history === null || history.past.length === 0) return false;
  documentStore.setState({ history: undo(history) });
  return true;
}

export function redoLast(): boolean {
  const { history } = documentStore.getState();
  if (history === null || history.future.length === 0) return false;
  documentStore.setState({ history: redo(history) });
  return true;
}

export function currentScenario(): Scenario | null {
  return documentStore.getState().history?.scenario ?? null;
}

export function useScenario(): Scenario | null {
  return useDocument((state) => state.history?.scenario ?? null);
}
