import { useTranslation } from "react-i18next";
import { useTwin } from "#app/state/twin.ts";
import { setView } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import type { Pick } from "#scene/contract.ts";
import { modelIds } from "#workers/runtime/registry.ts";
import { reachFrom, reachModelId } from "./reachFrom.ts";

/** Asks how far one gets from the clicked place. */
export function ReachButton({ pick }: { readonly pick: Pick }) {
  const { t } = useTranslation();
  const hasStreets = useTwin((state) => (state.data?.streets.sections.length ?? 0) > 0);
  if (!modelIds.includes(reachModelId) || !hasStreets) return null;
  return (
    <Button
      icon="walk"
      onPress={() => {
        setView({ sheet: "none" });
        void reachFrom(pick.at);
      }}
      small
    >
      {t("results:reach.fromHere")}
    </Button>
  );
}
