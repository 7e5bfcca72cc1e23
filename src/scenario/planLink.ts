import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { canonical, type ReadScenario, readScenario } from "./document.ts";
import type { Scenario } from "./types.ts";

/**
 * A scenario in the fragment of a link: canonical JSON, deflated (RFC 1951), base64url (RFC 4648 §5), behind the number of
 * this packing. A fragment never leaves the browser of whoever follows the link.
 */
const packing = "1.";

/** Longer links are cut by mail programs and chats. */
export const mostLinkCharacters = 8000;
const mostBytes = 1_000_000;

/** Without numbers of runs, which are computed anew, and without the time of the last change. */
function shared(scenario: Scenario): Scenario {
  return canonical({ ...scenario, changedAt: scenario.createdAt, outcomes: [] });
}

/** Null where the scenario is too large for a link. */
export function packScenario(scenario: Scenario): string | null {
  const bytes = deflateSync(strToU8(JSON.stringify(shared(scenario))), { level: 9 });
  const text = btoa(strFromU8(bytes, true));
  const packed = packing + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return packed.length <= mostLinkCharacters ? packed : null;
}

/**
 * Reads what `packScenario` wrote. Nothing in it is trusted: it goes through the same checks as a file from outside, and
 * what unpacks to more than a megabyte is refused before it is parsed.
 */
export function unpackScenario(packed: string): ReadScenario {
  const refuse = (key: "tooLarge" | "notAScenario"): ReadScenario => ({
    ok: false,
    issues: [{ key, path: "", values: key === "tooLarge" ? { megabytes: mostBytes / 1e6 } : {} }],
  });
  if (packed.length > mostLinkCharacters) return refuse("tooLarge");
  if (!packed.startsWith(packing) || !/^[\w-]+$/.test(packed.slice(packing.length)))
    return refuse("notAScenario");
  try {
    const text = packed.slice(packing.length).replaceAll("-", "+").replaceAll("_", "/");
    // With a buffer given, what does not fit into it is dropped rather than made room for.
    const bytes = inflateSync(strToU8(atob(text), true), { out: new Uint8Array(mostBytes + 1) });
    return bytes.length > mostBytes ? refuse("tooLarge") : readScenario(strFromU8(bytes));
  } catch {
    // Cut off, or changed by a letter.
    return refuse("notAScenario");
  }
}

/** True where two scenarios would make the same link: plans, conditions, names and year are equal. */
export function sameShared(a: Scenario, b: Scenario): boolean {
  const text = (scenario: Scenario): string => JSON.stringify({ ...shared(scenario), nextId: 0 });
  return text(a) === text(b);
}
