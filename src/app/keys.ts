import { downloadScenario } from "./lifecycle/scenarioFiles.ts";
import { stopTool } from "./map/tools.ts";
import { currentScenario, redoLast, undoLast } from "./state/document.ts";
import { cancelSketch, deleteMeasure } from "./state/measureActions.ts";
import { repairSession, showPlan } from "./state/planActions.ts";
import { planEntries } from "./state/plans.ts";
import { sessionStore, setSession } from "./state/session.ts";
import { setView, viewStore } from "./state/view.ts";

/** Habits that people bring: they work wherever the focus is, except while somebody types. */

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches("input:not([type=checkbox],[type=radio],[type=range]), textarea, select");
}

/** A dialog or menu that is open has the word first. Cesium keeps a closed one in the page all the time. */
function isCovered(): boolean {
  const layers = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...layers].some((layer) => layer.getClientRects().length > 0);
}

export function undoAndRepair(): void {
  if (undoLast()) repairSession();
}

export function redoAndRepair(): void {
  if (redoLast()) repairSession();
}

function withControl(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (key === "s") {
    void downloadScenario();
    return true;
  }
  if (key === "f") {
    setView({ searchOpen: true });
    return true;
  }
  if (isTyping(event.target)) return false;
  if (key === "z") {
    if (event.shiftKey) redoAndRepair();
    else undoAndRepair();
    return true;
  }
  if (key === "y") {
    redoAndRepair();
    return true;
  }
  return false;
}

/** Esc steps back one thing at a time: drawing, tool, selection, card. */
function stepBack(): boolean {
  const { tool, selectedMeasureId, pick } = sessionStore.getState();
  const { scene, paletteOpen } = viewStore.getState();
  if (tool.type === "sketch") {
    scene?.sketch.cancel();
    cancelSketch();
  } else if (tool.type !== "select") {
    scene?.sketch.cancel();
    stopTool();
  } else if (selectedMeasureId !== null) {
    setSession({ selectedMeasureId: null });
  } else if (pick !== null) {
    setSession({ pick: null, selectedBuildingId: null });
  } else if (paletteOpen) {
    setView({ paletteOpen: false });
  } else {
    return false;
  }
  return true;
}

function plain(event: KeyboardEvent): boolean {
  if (event.key === "Escape") return stepBack();
  if (event.key === "Delete") {
    const { selectedMeasureId } = sessionStore.getState();
    if (selectedMeasureId === null) return false;
    deleteMeasure(selectedMeasureId);
    return true;
  }
  if (/^[1-4]$/.test(event.key)) {
    const entry = planEntries(currentScenario())[Number(event.key) - 1];
    if (entry !== undefined) showPlan(entry.id);
    return entry !== undefined;
  }
  if (event.key.toLowerCase() === "b" && !event.shiftKey) {
    if (!event.repeat) setSession({ baselineHeld: true });
    return true;
  }
  return false;
}

function onKeyDown(event: KeyboardEvent): void {
  if (viewStore.getState().screen !== "workspace" || event.defaultPrevented || isCovered()) return;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (control ? withControl(event) : !event.altKey && !isTyping(event.target) && plain(event)) {
    event.preventDefault();
  }
}

function letGo(): void {
  if (sessionStore.getState().baselineHeld) setSession({ baselineHeld: false });
}

function onKeyUp(event: KeyboardEvent): void {
  if (event.key.toLowerCase() === "b") letGo();
}

export function startShortcuts(): () => void {
  window.addEventListener("keydown", onKeyDown);
  window.addEventListener("keyup", onKeyUp);
  // Another window took the keyboard while B was down.
  window.addEventListener("blur", letGo);
  return () => {
    window.removeEventListener("keydown", onKeyDown);
    window.removeEventListener("keyup", onKeyUp);
    window.removeEventListener("blur", letGo);
  };
}
