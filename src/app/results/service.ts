import type { RunService } from "#runs/contract.ts";
import { createRunService } from "#runs/service.ts";

let service: RunService | null = null;

/** The page's one run service; its workers start with the first question. */
export function runService(): RunService {
  service ??= createRunService();
  return service;
}

/** Puts another service in its place (tests). */
export function setRunService(replacement: RunService | null): void {
  service = replacement;
}
