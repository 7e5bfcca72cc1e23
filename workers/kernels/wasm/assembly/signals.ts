// Where a kernel's threads meet in its memory. This file is read by AssemblyScript and by TypeScript alike, so it holds
// nothing but plain integer constants: bytes, below what any kernel's own layout uses.

/** Shared counters, each on its own cache line. The ticket counts down: (epoch << 32) | (bias + items left). */
export const ticketAt = 512;
export const doneAt = 576;
export const totalAt = 580;
export const epochAt = 640;
export const sleepersAt = 704;
export const stopAt = 768;
export const ticketBias = 1073741824;
