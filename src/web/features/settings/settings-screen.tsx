/** Settings: how the page looks, which keys it takes, what crosses the line, and what it is. */
import { Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { useTheme } from "../../design/theme-store.ts";
import { AboutPanel } from "../about/about-panel.tsx";
import { PrivacyPanel } from "../about/privacy-panel.tsx";
import { ComposingSettings } from "../compose/composing-settings.tsx";
import { LearningPanel } from "../learning/learning-panel.tsx";
import { ReadsMeEntry } from "../reads-me/reads-me-entry.tsx";
import { ServicesEntry } from "../services/services-entry.tsx";
import styles from "./settings-screen.module.css";
import { ShortcutsPanel } from "./shortcuts-panel.tsx";

const THEMES = [
  { value: "system", label: "System", icon: <Monitor size={16} aria-hidden="true" /> },
  { value: "light", label: "Light", icon: <Sun size={16} aria-hidden="true" /> },
  { value: "dark", label: "Dark", icon: <Moon size={16} aria-hidden="true" /> },
] as const;

export function SettingsScreen(): ReactNode {
  const theme = useTheme((state) => state.theme);
  const setTheme = useTheme((state) => state.setTheme);
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>Settings</h1>
      <div className={styles.column}>
        <Panel title="Look">
          <Segmented label="Theme" value={theme} options={THEMES} onChange={setTheme} wide />
        </Panel>
        <ServicesEntry />
        <ReadsMeEntry />
        <PrivacyPanel />
      </div>
      <div className={styles.column}>
        <ComposingSettings />
        <LearningPanel />
        <ShortcutsPanel />
        <AboutPanel />
      </div>
    </div>
  );
}
