import { IntakeError } from "../report.ts";

/** One feature's JSON text and the line it begins on. */
export type FeatureText = { readonly text: string; readonly line: number };

export type FeatureSplitter = {
  /** Takes a piece of the file, gives the features that ended in it. */
  readonly push: (piece: string) => FeatureText[];
  /** Ends the file: whether the outermost brackets closed, and the text around the features (for its `crs` member). */
  readonly end: () => { readonly complete: boolean; readonly around: string; readonly sawFeatures: boolean };
};

const longestFeature = 64 * 1024 * 1024;
const longestSurroundings = 1024 * 1024;
const deepest = 64;

const quote = 34;
const backslash = 92;

const alone = /"type"\s*:\s*"(Feature|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"/;

/**
 * Cuts a GeoJSON FeatureCollection, or features that follow each other (text sequences, one object a line), into features while
 * it streams, so that one broken feature costs only itself and the file is never in memory as a whole. Everything is judged
 * by brackets and strings alone.
 * @throws IntakeError for a feature or surroundings beyond all measure.
 */
export function createFeatureSplitter(): FeatureSplitter {
  let depth = 0;
  let line = 1;
  let inString = false;
  let escaped = false;
  /** Depth of the brackets of the `features` array; 0 = not inside. */
  let arrayDepth = 0;
  let sawFeatures = false;
  /** Whether the features stand in a list of a collection, not one after the other. */
  let listed = false;
  let around = "";
  let parts: string[] = [];
  let partsLength = 0;
  let featureLine = 0;
  let inFeature = false;
  let lastString = "";
  let lastStringDepth = 0;
  let stringText = "";
  let objectLine = 1;

  const push = (piece: string): FeatureText[] => {
    const done: FeatureText[] = [];
    let start = 0;
    let stringStart = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) {
          inString = false;
          if (!inFeature) {
            lastString = stringText + piece.slice(stringStart, at);
            lastStringDepth = depth;
          }
        }
        continue;
      }
      if (code === quote) {
        inString = true;
        stringText = "";
        stringStart = at + 1;
      } else if (code === 10) line += 1;
      else if (code === 123 || code === 91) {
        depth += 1;
        if (depth === 1) {
          objectLine = line;
          // A bare list of features.
          if (code === 91 && !sawFeatures && (around + piece.slice(start, at)).trim() === "") {
            arrayDepth = 1;
            listed = true;
            sawFeatures = true;
          }
        }
        if (depth > deepest) throw new IntakeError("jsonTooDeep", { limit: deepest }, line);
        if (
          code === 91 &&
          depth === 2 &&
          arrayDepth === 0 &&
          lastString === "features" &&
          lastStringDepth === 1
        ) {
          arrayDepth = depth;
          listed = true;
          sawFeatures = true;
        } else if (code === 123 && !inFeature && arrayDepth > 0 && depth === arrayDepth + 1) {
          around += piece.slice(start, at);
          start = at;
          inFeature = true;
          featureLine = line;
        }
      } else if (code === 125 || code === 93) {
        depth -= 1;
        if (inFeature && depth === arrayDepth) {
          parts.push(piece.slice(start, at + 1));
          done.push({ text: parts.length === 1 ? parts[0] : parts.join(""), line: featureLine });
          parts = [];
          partsLength = 0;
          inFeature = false;
          start = at + 1;
        } else if (depth < arrayDepth) arrayDepth = 0;
        // An object of its own that held no list of features: a feature of a sequence.
        if (depth === 0 && arrayDepth === 0 && !listed) {
          const whole = around + piece.slice(start, at + 1);
          const text = whole.slice(Math.max(0, whole.indexOf("{")));
          if (alone.test(text.slice(0, 2000)) || alone.test(text)) {
            sawFeatures = true;
            done.push({ text, line: objectLine });
            around = "";
            start = at + 1;
          }
        }
      }
    }
    if (inString) stringText += inFeature ? "" : piece.slice(stringStart);
    const rest = piece.slice(start);
    if (inFeature) {
      parts.push(rest);
      partsLength += rest.length;
      if (partsLength > longestFeature)
        throw new IntakeError("featureTooLong", { limitMb: longestFeature / 1048576 }, featureLine);
    } else {
      // Between features there are only commas; what matters stands before the first and after the last.
      around += arrayDepth > 0 ? rest.replace(/[\s,]+/g, "") : rest;
      if (around.length > (listed ? longestSurroundings : longestFeature))
        throw new IntakeError("jsonTooLong", { limitMb: listed ? 1 : 64 }, line);
    }
    return done;
  };

  return { push, end: () => ({ complete: depth === 0 && !inString && !inFeature, around, sawFeatures }) };
}

/** The name in a legacy `crs` member (GeoJSON 2008, section 3), or "". */
export function legacyCrsName(around: string): string {
  return /"crs"\s*:\s*\{[^{}]*\{[^{}]*"name"\s*:\s*"([^"]{1,200})"/.exec(around)?.[1] ?? "";
}
