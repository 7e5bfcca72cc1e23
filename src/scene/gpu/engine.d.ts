/**
 * The part of the engine's renderer that it exports but leaves out of its typings. Only what the scene uses, checked
 * against @cesium/engine 26.3.0 (pinned): a version bump has to revisit this file.
 */
import "@cesium/engine";

declare module "@cesium/engine" {
  export type RenderContext = {
    readonly webgl2: boolean;
    readonly drawingBufferWidth: number;
    readonly drawingBufferHeight: number;
  };

  export type RenderFrame = {
    readonly commandList: DrawCommand[];
    readonly passes: { readonly render: boolean; readonly pick: boolean };
    readonly context: RenderContext;
    readonly camera: Camera;
  };

  /** Twice the tangent of half the vertical field of view. */
  interface PerspectiveFrustum {
    readonly sseDenominator: number;
  }

  export type GpuBuffer = { readonly sizeInBytes: number; destroy(): void; isDestroyed(): boolean };

  export const BufferUsage: { readonly STATIC_DRAW: number; readonly DYNAMIC_DRAW: number };

  export const Buffer: {
    createVertexBuffer(options: {
      context: RenderContext;
      typedArray: ArrayBufferView;
      usage: number;
    }): GpuBuffer;
    createIndexBuffer(options: {
      context: RenderContext;
      typedArray: ArrayBufferView;
      usage: number;
      indexDatatype: number;
    }): GpuBuffer;
  };

  export type VertexAttribute = {
    index: number;
    vertexBuffer: GpuBuffer;
    componentsPerAttribute: number;
    componentDatatype: number;
    normalize?: boolean;
    instanceDivisor?: number;
  };

  export class VertexArray {
    constructor(options: {
      context: RenderContext;
      attributes: VertexAttribute[];
      indexBuffer?: GpuBuffer;
    });
    destroy(): void;
    isDestroyed(): boolean;
  }

  export class ShaderProgram {
    static fromCache(options: {
      context: RenderContext;
      vertexShaderSource: string;
      fragmentShaderSource: string;
      attributeLocations: Readonly<Record<string, number>>;
    }): ShaderProgram;
    destroy(): void;
  }

  export type RenderStateHandle = { readonly id: number };
  export const RenderState: { fromCache(state: object): RenderStateHandle };

  export const Pass: { readonly OPAQUE: number; readonly TRANSLUCENT: number; readonly OVERLAY: number };

  export class DrawCommand {
    constructor(options: {
      owner: unknown;
      boundingVolume: BoundingSphere;
      modelMatrix: Matrix4;
      primitiveType: number;
      vertexArray: VertexArray;
      count?: number;
      instanceCount?: number;
      shaderProgram: ShaderProgram;
      renderState: RenderStateHandle;
      uniformMap: Readonly<Record<string, () => unknown>>;
      pass: number;
      castShadows: boolean;
      receiveShadows: boolean;
    });
    count: number;
    offset: number;
    instanceCount: number;
    shaderProgram: ShaderProgram;
    boundingVolume: BoundingSphere;
  }

  export class Sampler {
    constructor(options: {
      wrapS: number;
      wrapT: number;
      minificationFilter: number;
      magnificationFilter: number;
      maximumAnisotropy?: number;
    });
  }

  export class Texture {
    constructor(options: {
      context: RenderContext;
      pixelFormat: number;
      pixelDatatype: number;
      source: { arrayBufferView: ArrayBufferView; width: number; height: number };
      sampler: Sampler;
      flipY: boolean;
    });
    copyFrom(options: { source: { arrayBufferView: ArrayBufferView; width: number; height: number } }): void;
    generateMipmap(): void;
    destroy(): void;
    isDestroyed(): boolean;
  }

  export const TextureWrap: { readonly CLAMP_TO_EDGE: number; readonly REPEAT: number };

  interface Scene {
    readonly context: RenderContext;
  }
}
