import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sessionStore, setSession } from "#app/state/session.ts";
import { openTestPlace } from "#app/testing/place.ts";
import { PreferencesMenu } from "./PreferencesMenu.tsx";

beforeEach(() => openTestPlace());
afterEach(() => {
  cleanup();
  act(() => setSession({ language: "de", theme: "light" }));
});

const checked = () =>
  screen
    .getAllByRole("menuitemradio")
    .filter((item) => item.getAttribute("aria-checked") === "true")
    .map((item) => item.textContent);

describe("PreferencesMenu", () => {
  it("says which language and which appearance hold, and changes one without the other", async () => {
    const user = userEvent.setup();
    act(() => setSession({ language: "de", theme: "light" }));
    render(<PreferencesMenu />);
    const open = () => user.click(screen.getByRole("button"));
    await open();
    expect(checked()).toEqual(["Deutsch", "Hell"]);
    expect(screen.queryByRole("menuitem")).toBeNull();
    await user.click(screen.getByRole("menuitemradio", { name: "Dunkel" }));
    expect(sessionStore.getState()).toMatchObject({ language: "de", theme: "dark" });
    await open();
    expect(checked()).toEqual(["Deutsch", "Dunkel"]);
    await user.click(screen.getByRole("menuitemradio", { name: "Dunkel" }));
    expect(sessionStore.getState().theme).toBe("dark");
  });
});
