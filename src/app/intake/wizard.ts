import { createStore } from "zustand/vanilla";
import { hookOf } from "#app/state/hook.ts";
import type { FileChoice } from "#workers/intake/choices.ts";
import type { Box } from "#workers/intake/describe/hull.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import type { ImportAnswer, SessionView } from "#workers/runtime/intakeService.ts";
import type { AreaMode } from "./area.ts";

/** What the page knows of files on their way into a city. The files themselves are in the intake worker. */

export type Working = {
  readonly what: "reading" | "changing" | "building";
  /** 0–1 of the step. */
  readonly fraction: number;
  readonly file: string;
  /** Read so far in the file. */
  readonly objects: number;
  readonly totalBytes: number;
};

export type WizardState = {
  readonly shown: boolean;
  /** "report": a build has ended, for better or worse. */
  readonly page: "files" | "report";
  readonly working: Working | null;
  readonly session: SessionView;
  readonly areaMode: AreaMode;
  readonly rectangle: Box | null;
  readonly name: string;
  /** A person gave the name: files that come later do not change it. */
  readonly nameGiven: boolean;
  /** A scenario that came with the files and is opened on their city. */
  readonly scenario: File | null;
  readonly answer: ImportAnswer | null;
  /** An error that nobody foresaw. "lost": the worker is gone, and all files have to be read anew. */
  readonly failure: { readonly kind: "lost" | "unforeseen"; readonly detail: string } | null;
};

const emptySession: SessionView = { files: [], readiness: [], crs: null };

export const initialWizard: WizardState = {
  shown: false,
  page: "files",
  working: null,
  session: emptySession,
  areaMode: "all",
  rectangle: null,
  name: "",
  nameGiven: false,
  scenario: null,
  answer: null,
  failure: null,
};

export const wizardStore = createStore<WizardState>(() => initialWizard);
export const useWizard = hookOf(wizardStore);

export function setWizard(change: Partial<WizardState>): void {
  wizardStore.setState(change);
}

/** Another choice for files: `undefined` takes a decision back. */
export type Change = { readonly [Key in keyof FileChoice]?: FileChoice[Key] | undefined };

/** A choice with a change, without what is no longer decided. */
export function changed(choice: FileChoice, change: Change): FileChoice {
  return Object.fromEntries(
    Object.entries({ ...choice, ...change }).filter(([, value]) => value !== undefined),
  );
}

/** Files that stand for themselves: those that complete others are listed under them. */
export const mainFiles = (files: readonly FileDescription[]): readonly FileDescription[] =>
  files.filter(({ companionOf }) => companionOf === null);
