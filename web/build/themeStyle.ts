import { DARK, LIGHT, type Theme } from "../../src/drawing/theme.ts";

/** The colours of the pictures as custom properties: as the reader's system is, unless the page is told a theme. */
export function themeStyle(): string {
  return `:root{color-scheme:light;${properties(LIGHT)}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${properties(DARK)}}}
:root[data-theme=dark]{color-scheme:dark;${properties(DARK)}}
`;
}

const properties = (theme: Theme) =>
  Object.entries(theme)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");
