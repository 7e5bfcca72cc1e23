import "@fontsource/atkinson-hyperlegible/latin-400.css";
import "@fontsource/atkinson-hyperlegible/latin-700.css";
import "@fontsource/atkinson-hyperlegible/latin-ext-400.css";
import "@fontsource/atkinson-hyperlegible/latin-ext-700.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./ui/controls.css";
import "./ui/fields.css";
import "./ui/panels.css";
import "./ui/tables.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { startTranslation } from "./i18n/i18n.ts";
import { startNavigation } from "./lifecycle/navigation.ts";
import { startPreferences } from "./lifecycle/preferences.ts";

const container = document.getElementById("app");
if (container === null) throw new Error("index.html has no #app");

await startTranslation(startPreferences());
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
startNavigation();
