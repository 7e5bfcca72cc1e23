import {
  type BoundingSphere,
  Buffer,
  BufferUsage,
  ComponentDatatype,
  DrawCommand,
  IndexDatatype,
  type Matrix4,
  Pass,
  PerspectiveFrustum,
  PrimitiveType,
  type RenderContext,
  type RenderFrame,
  RenderState,
  type ShaderProgram,
  type Texture,
  VertexArray,
} from "@cesium/engine";
import { type Detail, detailFor, pixelsPerMetre } from "./details.ts";
import { shareProgram } from "./programs.ts";

export type MeshAttribute = {
  readonly array: Float32Array | Uint8Array | Int8Array | Uint16Array | Uint32Array;
  readonly components: 1 | 2 | 3 | 4;
  /** Integers become 0–1 (or −1–1). */
  readonly normalize?: boolean;
  /** One value per instance instead of per vertex. */
  readonly perInstance?: boolean;
};

/** What a uniform can be: numbers and the engine's vectors, or a texture. */
export type Uniforms = Readonly<Record<string, () => unknown>>;

export type MeshOptions = {
  readonly attributes: Readonly<Record<string, MeshAttribute>>;
  readonly indices?: Uint16Array | Uint32Array;
  readonly primitive?: "triangles" | "lines";
  readonly instances?: number;
  /** Ranges of the indices for a thing that is near, further away, … (`detailFor`); without them all indices are drawn. */
  readonly details?: readonly Detail[];
  readonly vertexShader: string;
  readonly fragmentShader: string;
  /**
   * While it says true the shaders are compiled with PLAIN defined, without what only a comparison, a result or a selection
   * needs. Without a GPU a branch that is not taken costs as much as one that is, and every line has to be translated.
   */
  readonly isPlain?: () => boolean;
  /** More lines to compile both shaders with as things are now; each other text is another program. */
  readonly defines?: () => string;
  readonly uniforms: Uniforms;
  readonly modelMatrix: Matrix4;
  readonly bounds: BoundingSphere;
  readonly blend?: boolean;
  /** false: drawn over everything that stands in front. */
  readonly depthTest?: boolean;
  readonly backFaces?: boolean;
  readonly castShadows?: boolean;
  readonly receiveShadows?: boolean;
};

/** One draw call of our own, with the buffers and textures that it owns. */
export type DrawMesh = {
  readonly command: DrawCommand;
  show: boolean;
  /** Fits shader and detail to what is drawn next. */
  readonly fit: (frame: RenderFrame) => void;
  readonly destroy: () => void;
};

function datatypeOf(array: MeshAttribute["array"]): number {
  if (array instanceof Float32Array) return ComponentDatatype.FLOAT;
  if (array instanceof Uint8Array) return ComponentDatatype.UNSIGNED_BYTE;
  if (array instanceof Int8Array) return ComponentDatatype.BYTE;
  return array instanceof Uint16Array ? ComponentDatatype.UNSIGNED_SHORT : ComponentDatatype.UNSIGNED_INT;
}

const blending = {
  enabled: true,
  color: { red: 0, green: 0, blue: 0, alpha: 0 },
  equationRgb: 0x8006,
  equationAlpha: 0x8006,
  functionSourceRgb: 0x0302,
  functionSourceAlpha: 0x0001,
  functionDestinationRgb: 0x0303,
  functionDestinationAlpha: 0x0303,
};

/** Uploads a mesh and makes its draw command. The attribute named first must not be per instance (WebGL needs one). */
export function createDrawMesh(
  context: RenderContext,
  options: MeshOptions,
  owned: readonly Texture[] = [],
): DrawMesh {
  const attributeLocations: Record<string, number> = {};
  const attributes = Object.entries(options.attributes).map(([name, attribute], index) => {
    attributeLocations[name] = index;
    const vertexBuffer = Buffer.createVertexBuffer({
      context,
      typedArray: attribute.array,
      usage: BufferUsage.STATIC_DRAW,
    });
    return {
      index,
      vertexBuffer,
      componentsPerAttribute: attribute.components,
      componentDatatype: datatypeOf(attribute.array),
      normalize: attribute.normalize ?? false,
      instanceDivisor: attribute.perInstance ? 1 : 0,
    };
  });
  const indices = options.indices;
  const indexBuffer = indices
    ? Buffer.createIndexBuffer({
        context,
        typedArray: indices,
        usage: BufferUsage.STATIC_DRAW,
        indexDatatype:
          indices instanceof Uint16Array ? IndexDatatype.UNSIGNED_SHORT : IndexDatatype.UNSIGNED_INT,
      })
    : undefined;
  const vertexArray = new VertexArray({ context, attributes, ...(indexBuffer ? { indexBuffer } : {}) });
  const first = Object.values(options.attributes)[0];
  const programs = new Map<string, ReturnType<typeof shareProgram>>();
  const program = (): ShaderProgram => {
    const head = `${options.isPlain?.() ? "#define PLAIN\n" : ""}${options.defines?.() ?? ""}`;
    let made = programs.get(head);
    if (made === undefined) {
      made = shareProgram(context, {
        vertexShader: head + options.vertexShader,
        fragmentShader: head + options.fragmentShader,
        attributeLocations,
      });
      programs.set(head, made);
    }
    return made.program;
  };
  const shaderProgram = program();
  const { details } = options;
  const blend = options.blend ?? false;
  const command = new DrawCommand({
    owner: shaderProgram,
    boundingVolume: options.bounds,
    modelMatrix: options.modelMatrix,
    primitiveType: options.primitive === "lines" ? PrimitiveType.LINES : PrimitiveType.TRIANGLES,
    vertexArray,
    count: indices ? indices.length : first ? first.array.length / first.components : 0,
    instanceCount: options.instances ?? 0,
    shaderProgram,
    renderState: RenderState.fromCache({
      depthTest: { enabled: options.depthTest ?? true },
      depthMask: !blend,
      cull: { enabled: !(options.backFaces ?? false) },
      ...(blend ? { blending } : {}),
    }),
    uniformMap: options.uniforms,
    pass: blend ? Pass.TRANSLUCENT : Pass.OPAQUE,
    castShadows: options.castShadows ?? false,
    receiveShadows: options.receiveShadows ?? false,
  });
  return {
    command,
    show: true,
    fit: ({ camera, context: { drawingBufferHeight } }) => {
      if (options.isPlain || options.defines) command.shaderProgram = program();
      if (details === undefined || !(camera.frustum instanceof PerspectiveFrustum)) return;
      const pixelsPerTangent = drawingBufferHeight / camera.frustum.sseDenominator;
      const seen = pixelsPerMetre(camera.positionWC, command.boundingVolume, pixelsPerTangent);
      const chosen = detailFor(details, seen);
      if (chosen === undefined) return;
      command.offset = chosen.firstIndex;
      command.count = chosen.count;
    },
    destroy: () => {
      // Destroying the vertex array destroys its buffers with it.
      vertexArray.destroy();
      for (const { release } of programs.values()) release();
      for (const texture of owned) texture.destroy();
    },
  };
}

/** A primitive of the scene that draws a changing set of meshes. */
export type MeshLayer = {
  show: boolean;
  readonly add: (mesh: DrawMesh) => void;
  /**
   * Has the shaders of meshes still to come compiled in the next frame: the stand-in is drawn once (it should cover nothing)
   * and destroyed when the first frame of the layer's own meshes is due.
   */
  readonly warm: (standIn: DrawMesh) => void;
  readonly remove: (mesh: DrawMesh) => void;
  readonly clear: () => void;
  readonly update: (frame: RenderFrame) => void;
  readonly isDestroyed: () => boolean;
  readonly destroy: () => void;
};

export function createMeshLayer(isHidden: () => boolean): MeshLayer {
  const meshes = new Set<DrawMesh>();
  const standIns: DrawMesh[] = [];
  /** How many indices a mesh has whose shaders were compiled behind the curtain, with nothing drawn. */
  const emptied = new Map<DrawMesh, number>();
  let warmed = 0;
  let destroyed = false;
  const clear = (): void => {
    for (const mesh of meshes) mesh.destroy();
    meshes.clear();
    emptied.clear();
  };
  const dropStandIns = (): void => {
    for (const standIn of standIns) standIn.destroy();
    standIns.length = 0;
    warmed = 0;
  };
  /** Behind the curtain each shader goes once through the engine's own path, so that its derived programs exist too. */
  const compile = (frame: RenderFrame): void => {
    for (; warmed < standIns.length; warmed++) frame.commandList.push(standIns[warmed].command);
    const programs = new Set([...emptied.keys()].map((mesh) => mesh.command.shaderProgram));
    for (const mesh of meshes) {
      if (emptied.has(mesh)) continue;
      mesh.fit(frame);
      if (programs.has(mesh.command.shaderProgram)) continue;
      programs.add(mesh.command.shaderProgram);
      emptied.set(mesh, mesh.command.count);
      mesh.command.count = 0;
      frame.commandList.push(mesh.command);
    }
  };
  const refill = (): void => {
    for (const [mesh, count] of emptied) mesh.command.count = count;
    emptied.clear();
  };
  const layer: MeshLayer = {
    show: true,
    add: (mesh) => {
      meshes.add(mesh);
    },
    warm: (standIn) => {
      standIns.push(standIn);
    },
    remove: (mesh) => {
      emptied.delete(mesh);
      if (meshes.delete(mesh)) mesh.destroy();
    },
    clear,
    update: (frame) => {
      // Picking is done on the processor (tools/pick.ts), so the pick pass draws nothing of ours.
      if (!frame.passes.render || !layer.show) return;
      if (isHidden()) {
        compile(frame);
        return;
      }
      refill();
      for (const mesh of meshes) {
        if (!mesh.show) continue;
        mesh.fit(frame);
        frame.commandList.push(mesh.command);
      }
      dropStandIns();
    },
    isDestroyed: () => destroyed,
    destroy: () => {
      clear();
      dropStandIns();
      destroyed = true;
    },
  };
  return layer;
}
