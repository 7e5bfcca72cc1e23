import { startTranslation } from "#app/i18n/i18n.ts";
import { openDocument } from "#app/state/document.ts";
import { initialSession, sessionStore } from "#app/state/session.ts";
import { closedTwin, setOpenTwin, twinStore } from "#app/state/twin.ts";
import { setView } from "#app/state/view.ts";
import { createScenario } from "#scenario/document.ts";
import { type HandmadePlace, handmadeData } from "#twin/read/handmadeTwin.ts";

/** jsdom has no `CSS.escape`, which the controls use to find elements by id. */
function lendCssEscape(): void {
  const css = globalThis.CSS ?? {};
  Object.assign(css, { escape: (text: string) => text.replaceAll(/[^\w-]/g, (sign) => `\\${sign}`) });
  Object.assign(globalThis, { CSS: css });
}

/** An open city with an empty scenario, as components find it; German texts. */
export async function openTestPlace(place: HandmadePlace = {}): Promise<void> {
  lendCssEscape();
  await startTranslation("de");
  const data = handmadeData(place);
  twinStore.setState(closedTwin);
  sessionStore.setState(initialSession, true);
  setView({
    screen: "workspace",
    dialog: null,
    paletteOpen: false,
    searchOpen: false,
    sheet: "none",
    scene: null,
  });
  setOpenTwin(data, "demo");
  openDocument(
    createScenario(
      {
        id: data.id,
        name: data.name,
        hash: "0".repeat(64),
        href: "demo",
        crs: data.frame.crs,
        originEastM: data.frame.originEastM,
        originNorthM: data.frame.originNorthM,
      },
      { id: "test", title: "Test", now: "2026-01-01T00:00:00.000Z", year: 2026 },
    ),
  );
}
