/** Light, dark or as the system has it: kept in localStorage and put on the root as `data-theme`. */
import { create } from "zustand";

export type Theme = "system" | "light" | "dark";

const STORAGE_KEY = "moodsync.theme";

function storedTheme(): Theme {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function putOnRoot(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export interface ThemeState {
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: storedTheme(),
  setTheme: (theme) => {
    putOnRoot(theme);
    set({ theme });
    try {
      localStorage.setItem(STORAGE_KEY, theme);
    } catch {
      // Storage may be refused (private windows); the choice then lasts until the page closes.
    }
  },
}));

/** Called once before the first paint, so that a kept theme does not flash. */
export function applyStoredTheme(): void {
  putOnRoot(useTheme.getState().theme);
}
