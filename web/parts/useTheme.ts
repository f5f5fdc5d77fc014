import { useEffect } from "preact/hooks";
import type { Theme } from "./useColours.ts";

/** The theme that an address asks for, which the whole document takes; null for that of the reader's system. */
export function useTheme(parameters: URLSearchParams): Theme | null {
  const theme = (["light", "dark"].find((name) => name === parameters.get("theme")) ?? null) as Theme | null;
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  return theme;
}

export const isDarkNow = (theme: Theme | null) =>
  theme === null ? matchMedia("(prefers-color-scheme:dark)").matches : theme === "dark";
