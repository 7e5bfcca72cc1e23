import { randomId } from "#app/lifecycle/id.ts";
import { localHref } from "#app/lifecycle/places.ts";
import { notify, sessionStore } from "#app/state/session.ts";
import { formatBytes } from "#app/ui/format.ts";
import { askToPersist, keepTwin, roomLeft } from "#connect/storage.ts";
import { twinHash } from "#twin/package/write.ts";
import type { TwinData } from "#twin/twin.ts";

/**
 * Keeps a city for next time and gives its address. A full disk does not keep it from opening now: the person is told
 * what is missing and what to do.
 */
export async function keepCity(data: TwinData, twinPackage: Blob): Promise<string> {
  const id = randomId();
  try {
    await keepTwin(
      {
        id,
        name: data.name,
        hash: twinHash(data.baseHashes),
        bytes: twinPackage.size,
        buildingCount: data.buildings.count,
        objects: objectsOf(data),
        openedAt: new Date().toISOString(),
        thumbnail: "",
      },
      twinPackage,
    );
    await askToPersist();
  } catch (error) {
    await tellNotKept(error, twinPackage.size);
  }
  return localHref(id);
}

/** How many objects a city has of the kinds that a person counts by. */
function objectsOf({ trees, streets, places }: TwinData): Readonly<Record<string, number>> {
  return { trees: trees.count, streetSections: streets.sections.length, places: places.length };
}

/** Says that there is no room for so many bytes, or that a city could not be kept for another reason. */
export async function tellNotKept(error: unknown, bytes: number): Promise<void> {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  if (!full) {
    notify({ tone: "problem", key: "errors:cityNotKept" });
    return;
  }
  const { language } = sessionStore.getState();
  const left = await roomLeft();
  notify({
    tone: "problem",
    key: left === null ? "errors:storageFull" : "errors:storageFullBy",
    values: {
      needed: formatBytes(bytes, language),
      ...(left === null ? {} : { left: formatBytes(left, language) }),
    },
  });
}
