import { type RenderContext, ShaderProgram } from "@cesium/engine";

type Shared = { readonly program: ShaderProgram; users: number };

const programsOf = new WeakMap<RenderContext, Map<string, Shared>>();

export type ProgramSource = {
  readonly vertexShader: string;
  readonly fragmentShader: string;
  readonly attributeLocations: Readonly<Record<string, number>>;
};

/**
 * A program that meshes of the same source share until the last gives it back. The engine has a cache of its own, but puts
 * the whole text together each time only to look there: a millisecond a mesh.
 */
export function shareProgram(
  context: RenderContext,
  source: ProgramSource,
): { readonly program: ShaderProgram; readonly release: () => void } {
  let programs = programsOf.get(context);
  if (programs === undefined) {
    programs = new Map();
    programsOf.set(context, programs);
  }
  const known = programs;
  const key = `${source.vertexShader}\n${source.fragmentShader}\n${JSON.stringify(source.attributeLocations)}`;
  let shared = known.get(key);
  if (shared === undefined) {
    shared = {
      program: ShaderProgram.fromCache({
        context,
        vertexShaderSource: source.vertexShader,
        fragmentShaderSource: source.fragmentShader,
        attributeLocations: source.attributeLocations,
      }),
      users: 0,
    };
    known.set(key, shared);
  }
  const used = shared;
  used.users++;
  return {
    program: used.program,
    release: () => {
      used.users--;
      if (used.users > 0) return;
      known.delete(key);
      used.program.destroy();
    },
  };
}
