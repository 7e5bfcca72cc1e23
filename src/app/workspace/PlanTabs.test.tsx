import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { currentScenario } from "#app/state/document.ts";
import { sessionStore } from "#app/state/session.ts";
import { openTestPlace } from "#app/testing/place.ts";
import { PlanTabs } from "./PlanTabs.tsx";
import { WorkspaceDialogs } from "./WorkspaceDialogs.tsx";

const names = () => screen.getAllByRole("tab").map((tab) => tab.textContent);

beforeEach(() => openTestPlace());
afterEach(cleanup);

describe("PlanTabs", () => {
  it("shows the baseline first, without a menu to edit it", () => {
    render(<PlanTabs />);
    expect(names()).toEqual(["Nullfall"]);
    expect(screen.getByRole("tab", { name: "Nullfall" }).getAttribute("aria-selected")).toBe("true");
    expect(screen.queryByRole("button", { name: /bearbeiten/ })).toBeNull();
  });

  it("adds, shows and duplicates plans, each with a letter of its own", async () => {
    const user = userEvent.setup();
    render(<PlanTabs />);
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    expect(currentScenario()?.plans.map((plan) => plan.look.letter)).toEqual(["A", "B"]);
    expect(sessionStore.getState().activePlanId).toBe(currentScenario()?.plans[1]?.id);

    await user.click(screen.getByRole("button", { name: "„Planfall B“ bearbeiten" }));
    await user.click(screen.getByRole("menuitem", { name: "Duplizieren" }));
    expect(currentScenario()?.plans.map((plan) => plan.name)).toEqual([
      "Planfall A",
      "Planfall B",
      "Planfall B (Kopie)",
    ]);
    expect(currentScenario()?.plans[2]?.look.letter).toBe("C");
  });

  it("moves between plans with the arrow keys", async () => {
    const user = userEvent.setup();
    render(<PlanTabs />);
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    screen.getByRole("tab", { selected: true }).focus();
    await user.keyboard("{ArrowLeft}");
    expect(sessionStore.getState().activePlanId).toBe("baseline");
    expect(document.activeElement?.textContent).toBe("Nullfall");
    await user.keyboard("{ArrowLeft}");
    expect(sessionStore.getState().activePlanId).toBe(currentScenario()?.plans[0]?.id);
  });

  it("renames and recolours in one step, and reorders", async () => {
    const user = userEvent.setup();
    render(
      <>
        <PlanTabs />
        <WorkspaceDialogs />
      </>,
    );
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    screen.getByRole("tab", { selected: true }).focus();
    await user.keyboard("{F2}");
    const dialog = within(screen.getByRole("dialog"));
    const field = dialog.getByRole("textbox", { name: "Name des Planfalls" });
    await user.clear(field);
    await user.type(field, "Schwammstraße");
    await user.click(dialog.getByRole("radio", { name: "Violett" }));
    await user.click(dialog.getByRole("button", { name: "Speichern" }));
    expect(currentScenario()?.plans[1]).toMatchObject({ name: "Schwammstraße", look: { colour: "#5a3e8e" } });

    await user.click(screen.getByRole("button", { name: "„Schwammstraße“ bearbeiten" }));
    await user.click(screen.getByRole("menuitem", { name: "Nach links" }));
    expect(currentScenario()?.plans.map((plan) => plan.name)).toEqual(["Schwammstraße", "Planfall A"]);
  });

  it("deletes at once, with the way back in a notice", async () => {
    const user = userEvent.setup();
    render(<PlanTabs />);
    await user.click(screen.getByRole("button", { name: "Planfall anlegen" }));
    const id = currentScenario()?.plans[0]?.id;
    await user.click(screen.getByRole("button", { name: "„Planfall A“ bearbeiten" }));
    await user.click(screen.getByRole("menuitem", { name: "Löschen" }));
    expect(currentScenario()?.plans).toEqual([]);
    expect(sessionStore.getState().activePlanId).toBe("baseline");
    sessionStore.getState().notices[0]?.action?.run();
    expect(currentScenario()?.plans[0]?.id).toBe(id);
    expect(sessionStore.getState().activePlanId).toBe(id);
  });
});
