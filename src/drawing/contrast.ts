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
