// Where things stand in the kernel's memory. This file is read by AssemblyScript and by TypeScript alike, so it holds
// nothing but plain integer constants. All positions are bytes unless they say otherwise.

/**
 * Columns and rows of a tile, the unit of scheduling and of statistics. With 16 a run of 35,000 cells does a third fewer
 * updates, but the cells that are computed twice around each piece take more than that.
 */
export const tileCells = 32;
export const tileShift = 5; // log2(tileCells)
export const tileBytesShift = 7; // log2(4 · tileCells)
/** Widest piece of work, columns: long rows feed the memory prefetcher, and the rolling rows stay in the second cache. */
export const blockColumns = 1024;
/** Statistics of a piece's tiles: one vector a tile. */
export const statisticBytes = 512; // blockColumns / tileCells · 16
/** Cells of padding left and right of a row, and above and below the rows. */
export const padColumns = 16;
export const padRows = 4;

/** The parameter block: 32-bit values, one a slot. */
export const parametersAt = 1024;

// Unsigned integers.
export const slotStride = 0; // bytes of a padded row
export const slotColumns = 1;
export const slotRows = 2;
export const slotFirst = 3; // bytes from an array's start to cell (0, 0)
export const slotTilesX = 4;
export const slotDepth = 5; // two buffers: 5, 6
export const slotQx = 7; // two buffers: 7, 8
export const slotQy = 9; // two buffers: 9, 10
export const slotBed = 11;
export const slotManning = 12; // n · √g / 2
export const slotCarry = 13;
export const slotSillX = 14; // 0 = none
export const slotSillY = 15;
export const slotMaxDepth = 16;
export const slotMaxSpeed = 17;
export const slotMaxDepthVelocity = 18;
export const slotArrival = 19;
export const slotTileSpeed = 20; // f32 a tile
export const slotTileDepth = 21; // f32 a tile
export const slotTileOutflow = 22; // f64 a tile
export const slotTileInflow = 23; // f64 a tile
export const slotEdgeType = 24; // west, east, north, south: 24…27
export const slotEdgeInflow = 28; // f32 arrays of unit discharges in +x/+y direction, 0 = none: 28…31
export const slotEdgeDepth = 32; // f32 arrays of ghost depths of level edges: 32…35
export const slotMode = 36;
export const slotItems = 37; // work items
export const slotScratch = 38; // rolling rows of thread 0; each thread has scratchBytes
export const slotSeamX = 39; // discharge over tile borders between different step lengths
export const slotSeamY = 40;

// Single precision.
export const slotCellSize = 48;
export const slotTime = 49;
export const slotArrivalDepth = 50;
export const slotDry = 51;
export const slotAdvectionDepth = 54;
export const slotGravity = 55;
export const slotSpeedDepth = 56;
export const slotFastest = 57;
export const slotFreeDrop = 60; // largest rise of a free edge's ghost, as a share of the bed's drop
export const slotSlowest = 61; // 1 / Froude number at which inertia begins to be divided

/**
 * Vectors of four equal lanes that the faces need. They stand in memory because a load costs less than building one:
 * compilers take three instructions for a vector constant and do not lift it out of the loop.
 */
export const constantOne = 1280;
export const constantRoot0 = 1296; // (1 − e)^(−1/3), three coefficients
export const constantRoot1 = 1312;
export const constantHalf = 1328;
export const constantQuarter = 1344;
export const constantNoise = 1360;
export const constantDry = 1376;
export const constantInertia = 1392;
export const constantSmoothing = 1408;
export const constantFastest = 1424;
export const constantFroudeScale = 1440;
export const constantMostHaste = 1456;
export const constantRoot2 = 1536;
// Of bits.
export const constantMagnitude = 1472; // all but the sign
export const constantSign = 1488;
export const constantCubeGuess = 1504;
export const constantCubeFactor = 1520;

export const edgeClosed = 0;
export const edgeFree = 1;
export const edgeLevel = 2;

export const modeLocalInertia = 0;
export const modeFullShallowWater = 1;

/** A work item: 32-bit values, one a slot. */
export const itemBytes = 64;
export const itemKind = 0;
export const itemRow0 = 1;
export const itemRow1 = 2;
export const itemColumn0 = 3;
export const itemColumn1 = 4;
export const itemParity = 5; // buffer that is read; the other one is written
export const itemStep = 6; // f32, s
// Sweep: bit k of the west, east, north, south word tells that the neighbour of tile k along that side takes shorter
// (finer) or longer (coarser) steps. Sync: the finer word is 1 where a seam is due, the coarser one its step, f32, s.
export const itemFiner = 7; // four: 7…10
export const itemCoarser = 11; // four: 11…14
export const itemCopy = 15; // sync: 1 = the tile was computed in this phase and the other buffer must follow

export const kindSweep = 0;
export const kindSync = 1;
export const kindMaxima = 2;

/** Rolling rows of one thread. */
export const rowBytes = 4256; // (blockColumns + 40) · 4
export const scratchBytes = 69632;
