import { useEffect, useState } from "preact/hooks";
import { type Theme as Colours, DARK, LIGHT } from "../../src/drawing/theme.ts";

export type Theme = "light" | "dark";

/** The colours of the theme, or of the reader's system where there is none. */
export function useColours(theme: Theme | null): Colours {
  const [isDark, setDark] = useState(() => matchMedia("(prefers-color-scheme:dark)").matches);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme:dark)");
    const changed = () => setDark(system.matches);
    system.addEventListener("change", changed);
    return () => system.removeEventListener("change", changed);
  }, []);
  return (theme === null ? isDark : theme === "dark") ? DARK : LIGHT;
}
