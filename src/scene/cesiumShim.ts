/**
 * What `import … from "cesium"` means in this project: the engine without the widgets. resium names the Viewer and its
 * mixins, but only its Viewer component uses them, and that one needs `unsafe-eval`; so they exist here in name only.
 */
export * from "@cesium/engine";

export class Viewer {}
export const viewerCesium3DTilesInspectorMixin = undefined;
export const viewerCesiumInspectorMixin = undefined;
export const viewerDragDropMixin = undefined;
export const viewerPerformanceWatchdogMixin = undefined;
export const viewerVoxelInspectorMixin = undefined;
