import { useTranslation } from "react-i18next";
import { type Language, setSession, type Theme, useSession } from "#app/state/session.ts";
import { Button } from "#app/ui/Button.tsx";
import { ChoiceMenuButton } from "#app/ui/Menu.tsx";

const languages: readonly { readonly id: Language; readonly label: string }[] = [
  { id: "de", label: "Deutsch" },
  { id: "en", label: "English" },
];
const themes: readonly Theme[] = ["light", "dark", "contrast"];

/** Language and appearance, on the start page as in the workspace. */
export function PreferencesMenu() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const theme = useSession((state) => state.theme);
  return (
    <ChoiceMenuButton
      choices={[
        {
          label: t("common:language"),
          options: languages,
          chosen: language,
          onChoose: (id) => {
            const chosen = languages.find((entry) => entry.id === id);
            if (chosen !== undefined) setSession({ language: chosen.id });
          },
        },
        {
          label: t("common:appearance"),
          options: themes.map((id) => ({ id, label: t(`common:theme.${id}`) })),
          chosen: theme,
          onChoose: (id) => {
            const chosen = themes.find((entry) => entry === id);
            if (chosen !== undefined) setSession({ theme: chosen });
          },
        },
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
