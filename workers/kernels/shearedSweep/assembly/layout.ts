// Where things stand in the kernel's memory. This file is read by AssemblyScript and by TypeScript alike, so it holds
// nothing but plain integer constants. All positions are bytes unless they say otherwise.

/** Lines that are swept together, and cells that share a flag. */
export const blockCells = 16;
export const blockShift = 4; // log2(blockCells)
/** Cells of padding left of a row, and at least as many right of it. */
export const padCells = 16;

/** Counted obstacles, one plane of 16-bit counts each. */
export const planeBuilding = 0;
export const planeCanopy = 1;
export const planeBefore = 2;
export const planeShade = 3;

/** Bits of a block's flag. */
export const flagCanopy = 1;
export const flagShade = 2;

/** Where the arrays begin. */
export const firstByte = 4096;
/** Per line: height of the shade, then two intervals of canopy and two of shade structures, each [low, high). */
export const lineArrays = 9;

/** One sweep: 32-bit values, one a slot. */
export const passBytes = 64;
export const mostPasses = 160;
/** A piece of work. */
export const itemBytes = 64;
export const mostItems = 16;

/** Marks of the ground: bits of a byte. The lowest five hold the sector a wall looks to, from 1 on; 0 = no wall. */
export const groundOpen = 128;
export const groundSunlit = 64;
export const groundSector = 31;
/** Sectors of the circle. */
export const sectors = 18;
/** Per line: two sums, the last building and the last sunlit wall. */
export const groundLineArrays = 4;
export const mostNear = 16;
/** One look: 32-bit values, one a slot. */
export const lookBytes = 128;
export const mostLooks = 32;
