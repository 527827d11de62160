import { useSyncExternalStore } from "react";
import type { ThemeName } from "../api/types";

export type ThemeChoice = "system" | ThemeName;

const storageKey = "wallstreet.theme";
const listeners = new Set<() => void>();
const media = typeof window === "undefined" ? null : window.matchMedia("(prefers-color-scheme: dark)");

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "dark" || stored === "light" ? stored : "system";
  } catch {
    return "system";
  }
}

let choice: ThemeChoice = typeof window === "undefined" ? "system" : readChoice();

/** The theme that a choice means now. */
export function resolveTheme(wanted: ThemeChoice, systemIsDark: boolean): ThemeName {
  return wanted === "system" ? (systemIsDark ? "dark" : "light") : wanted;
}

const current = (): ThemeName => resolveTheme(choice, media?.matches ?? true);

function apply(): void {
  document.documentElement.dataset.theme = current();
  listeners.forEach((listener) => listener());
}

media?.addEventListener("change", apply);

export function setThemeChoice(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // A browser that refuses storage still changes its theme, until the next reload.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useThemeName = (): ThemeName => useSyncExternalStore(subscribe, current);
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
