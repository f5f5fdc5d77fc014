/** The colours of a picture. Text has a contrast of at least 4.5 to the background, and marks at least 3 (WCAG 2.2). */
export interface Theme {
  background: string;
  ink: string;
  muted: string;
  grid: string;
  accent: string;
}

export const LIGHT: Theme = {
  background: "#ffffff",
  ink: "#1c2128",
  muted: "#57606a",
  grid: "#e2e6ea",
  accent: "#0b5cad",
};
export const DARK: Theme = {
  background: "#0f141a",
  ink: "#e8edf2",
  muted: "#9aa5b1",
  grid: "#283039",
  accent: "#6cb2ff",
};

export const TITLE_SIZE = 17;

/**
 * Returns the style of a picture: light, and dark if the reader's system asks for it. It has no custom properties,
 * which not every renderer knows.
 */
export function styleSheet(): string {
  return `.paretograph{font:12px system-ui,"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif}
.paretograph .title{font-size:${TITLE_SIZE}px;font-weight:600}
.paretograph .small{font-size:11px}
.paretograph .stairs,.paretograph .leader,.paretograph .whisker,.paretograph .grid{fill:none}
.paretograph .stairs{stroke-width:1.5}
.paretograph .whisker{stroke-width:1}
.paretograph .band{fill-opacity:.1}
.paretograph .leader{stroke-width:.75}
.paretograph .point{stroke-width:1.75}
.paretograph .label{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
${coloursOf(LIGHT)}
@media (prefers-color-scheme:dark){
${coloursOf(DARK)}
}`;
}

/** The colours as custom properties of a page: as the reader's system is, unless the page is told a theme. */
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

function coloursOf({ background, ink, muted, grid, accent }: Theme): string {
  return `.paretograph .background,.paretograph .hollow{fill:${background}}
.paretograph .title,.paretograph .label{fill:${ink}}
.paretograph .label{stroke:${background}}
.paretograph .muted{fill:${muted}}
.paretograph .grid{stroke:${grid}}
.paretograph .leader,.paretograph .dominated{stroke:${muted}}
.paretograph .dominated.filled{fill:${muted}}
.paretograph .stairs,.paretograph .whisker,.paretograph .frontier{stroke:${accent}}
.paretograph .frontier.filled,.paretograph .band{fill:${accent}}`;
}

/**
 * Returns the least opacity at which a mark on a background keeps a contrast, 1 if even an opaque one does not. The colours
 * are written as `#rrggbb`.
 */
export function leastOpacity(mark: string, background: string, contrast: number): number {
  const [front, back] = [channelsOf(mark), channelsOf(background)];
  for (let opacity = 0; opacity < 1; opacity += 0.01) {
    const blended = front.map((value, i) => opacity * value + (1 - opacity) * back[i]!);
    if (contrastOf(luminance(blended), luminance(back)) >= contrast) return Number(opacity.toFixed(2));
  }
  return 1;
}

/** The contrast of two relative luminances (WCAG 2.2). */
const contrastOf = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

const channelsOf = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);

function luminance(channels: number[]): number {
  const [red, green, blue] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
