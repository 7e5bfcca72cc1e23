import { useTranslation } from "react-i18next";
import { type Language, setSession, type Theme, useSession } from "#app/state/session.ts";
import { Button } from "#app/ui/Button.tsx";
import { MenuButton } from "#app/ui/Menu.tsx";

const languages: readonly { readonly id: Language; readonly name: string }[] = [
  { id: "de", name: "Deutsch" },
  { id: "en", name: "English" },
];
const themes: readonly Theme[] = ["light", "dark", "contrast"];

/** Language and appearance, on the start page as in the workspace. */
export function PreferencesMenu() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const theme = useSession((state) => state.theme);
  return (
    <MenuButton
      entries={[
        ...languages.map((entry) => ({
          id: entry.id,
          label: entry.name,
          ...(entry.id === language ? { icon: "check" as const } : { icon: "blank" as const }),
          onAction: () => setSession({ language: entry.id }),
        })),
        "separator",
        ...themes.map((entry) => ({
          id: entry,
          label: t(`common:theme.${entry}`),
          ...(entry === theme ? { icon: "check" as const } : { icon: "blank" as const }),
          onAction: () => setSession({ theme: entry }),
        })),
      ]}
      label={t("common:preferences")}
      trigger={
        <Button aria-label={t("common:preferencesButton", { language: language.toUpperCase() })} look="plain">
          {language.toUpperCase()}
        </Button>
      }
    />
  );
}
