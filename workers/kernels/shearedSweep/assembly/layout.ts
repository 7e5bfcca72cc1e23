// Where things stand in the kernel's memory. This file is read by AssemblyScript and by TypeScript alike, so it holds
// nothing but plain integer constants. All positions are bytes unless they say otherwise.

/** Lines that are swept together, and cells that share a flag. */
export const blockCells = 16;
export const blockShift = 4; // log2(blockCells)
/** Cells of padding left of a row, and at least as many right of it. */
export const padCells = 16;

/** Where the arrays begin. */
export const firstByte = 4096;

/** The parameter block: 32-bit values, one a slot. */
export const parametersAt = 1024;
export const slotItems = 0;
export const slotPasses = 1;
export const slotScratch = 2; // of thread 0
export const slotScratchBytes = 3; // of each thread
export const slotLines = 4; // most lines of a sweep
export const slotLineStateBytes = 5; // of one sweep in the scratch
// The view of the ground.
export const slotMode = 8;
export const slotNearCells = 9;
export const slotFarCells = 10;
export const slotWall = 11; // what a step on a wall counts, by field: 11, 12
export const slotNear = 16; // f32, by field: without and with a wall: 16…19
export const slotFar = 20; // the same: 20…23

// Rays at the edges of shadows.
export const slotRay = 24; // first byte of the steps
export const slotRowLimits = 25;
export const slotColumnLimits = 26;
export const slotStopped = 27;
export const slotHighest = 28; // f32, m

export const modeState = 0;
export const modeAlbedo = 1;

/** A raster of one orientation: 32-bit values, one a slot; two of them. */
export const sheetsAt = 1280;
export const sheetBytes = 64;
export const sheetColumns = 0;
export const sheetStride = 1; // cells
export const sheetPlaneBytes = 2;
export const sheetSurface = 3;
export const sheetCanopyTop = 4; // 0 = no canopy
export const sheetCanopyBase = 5;
export const sheetShadeTop = 6; // 0 = no shade structures
export const sheetShadeBase = 7;
export const sheetFlags = 8;
export const sheetCounts = 9; // by group: 9…12
export const sheetRows = 13;
// Of the ground.
export const sheetMarks = 3;
export const sheetField = 4; // two: 4, 5
export const sheetSums = 9; // by group: 9…12

/** Counted obstacles, one plane of 16-bit counts each. */
export const planeBuilding = 0;
export const planeCanopy = 1;
export const planeBefore = 2;
export const planeShade = 3;

/** Bits of a block's flag. */
export const flagCanopy = 1;
export const flagShade = 2;

/** Per line: height of the shade, then two intervals of canopy and two of shade structures, each [low, high). */
export const lineArrays = 9;

/** Sweeps that go through the rows together. */
export const together = 8;

/** One sweep: 32-bit values, one a slot. A look at the ground is a sweep with what follows it. */
export const passBytes = 128;
export const mostPasses = 160;
export const passOrientation = 0;
export const passFirstRow = 1;
export const passRowStep = 2;
export const passRowCount = 3;
export const passLeadRows = 4;
export const passRowOffset = 5;
export const passLineOffset = 6;
export const passBlock0 = 7;
export const passBlock1 = 8;
export const passDrop = 9; // f32, m
export const passUnits = 10;
export const passSlope = 12; // f64: 12, 13
export const passPhase = 14; // f64: 14, 15
export const passBackSector = 16;
export const passAside = 17; // 17…31

/** A piece of work: 32-bit values, one a slot. */
export const itemBytes = 64;
export const mostItems = 64;
export const itemKind = 0;
export const itemGroup = 1;
export const itemApart = 2;
export const itemFirstPass = 3;
export const itemPassCount = 4;

export const kindSky = 0;
export const kindGround = 1;
export const kindTranspose = 2;
export const kindEdges = 3;

// Edges of shadows in rows [row0, row1) and columns [column0, column1).
export const edgesRow0 = 1;
export const edgesRow1 = 2;
export const edgesColumn0 = 3;
export const edgesColumn1 = 4;
export const edgesMajority = 5; // count from which on a cell is in shadow
export const edgesNear = 6; // steps that every cell takes
export const edgesAcross = 7; // whether the ray goes west (−1) or east (1); 8: north (−1) or south (1)
export const edgesDown = 8;
/** Cells whose edges are looked for together. */
export const edgeCells = 8;

/** A step of a ray: how many bytes of heights away, and how far the beam has risen on entry, f32, m. */
export const rayStepBytes = 8;

// A transposition: from one raster into rows and columns of another, from first cells in bytes, strides in cells.
export const moveHow = 1;
export const moveFrom = 2;
export const moveFromStride = 3;
export const moveTo = 4;
export const moveToStride = 5;
export const moveRow0 = 6;
export const moveRow1 = 7;
export const moveColumn0 = 8;
export const moveColumn1 = 9;
export const moveBytes = 0;
export const moveAddCounts = 1;
export const moveAddReals = 2;
export const moveWords = 3;
/** Rows and columns by which a transposition may reach over the end. */
export const moveOver = 8;

/** Marks of the ground: bits of a byte. The lowest five hold the sector a wall looks to, from 1 on; 0 = no wall. */
export const groundOpen = 128;
export const groundSunlit = 64;
export const groundSector = 31;
/** Sectors of the circle. */
export const sectors = 18;
/** Per line: two sums, the last building and the last sunlit wall. */
export const groundLineArrays = 4;
export const mostNear = 15;
