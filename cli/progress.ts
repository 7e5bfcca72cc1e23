import type { ImportProgress } from "#workers/intake/buildTwin.ts";

export type ProgressLine<Progress> = {
  readonly show: (progress: Progress) => void;
  readonly end: () => void;
};

/**
 * One line on the error stream that is written over and over; nothing where that is no terminal, so that what is printed
 * on the other one stays pure.
 */
export function progressLine<Progress>(textOf: (progress: Progress) => string): ProgressLine<Progress> {
  const { stderr } = process;
  let last = "";
  return {
    show: (progress) => {
      if (!stderr.isTTY) return;
      const text = textOf(progress).slice(0, Math.max(20, (stderr.columns ?? 80) - 1));
      if (text === last) return;
      stderr.write(`\r${text.padEnd(last.length)}`);
      last = text;
    },
    end: () => {
      if (last !== "") stderr.write(`\r${" ".repeat(last.length)}\r`);
      last = "";
    },
  };
}

export const importProgressText = ({ fraction, file, objects }: ImportProgress): string =>
  [`${Math.floor(fraction * 100)} %`.padStart(5), file, objects > 0 ? String(objects) : ""]
    .filter((part) => part !== "")
    .join("  ");
