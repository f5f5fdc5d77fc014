/**
 * The width in pixels that a text takes at most, about: no font is at hand to measure with, and readers have different
 * ones. A wide one, DejaVu Sans, takes 0.6 of its size for a character of a model's name.
 */
export function textWidth(text: string, size: number): number {
  return 0.6 * size * [...text].length;
}

/** A text broken between words into lines of a width; a word that is longer is cut. */
export function breakLines(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(cut(word, length));
  }
  return lines;
}

/** A text of at most a length, with `…` where some is left out. */
export function cut(text: string, length: number): string {
  const signs = [...text];
  return signs.length <= length ? text : `${signs.slice(0, Math.max(0, length - 1)).join("")}…`;
}
