/**
 * Returns about the largest width of a text in pixels. It cannot be measured, since readers have different fonts. A
 * wide font, DejaVu Sans, takes 0.6 of its size for each character of a model's name.
 */
export function textWidth(text: string, size: number): number {
  return 0.6 * size * [...text].length;
}

/** Breaks a text between words into lines of at most a length. A longer word is cut. */
export function breakLines(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(cut(word, length));
  }
  return lines;
}

/**
 * Breaks a text between words into at most so many lines. A text that is longer loses words before its last line: the end
 * of a title says on what hardware.
 *
 * @param most at least 2.
 */
export function breakWithin(text: string, length: number, most: number): string[] {
  const lines = breakLines(text, length);
  if (lines.length <= most) return lines;
  const reversed = (words: string) => words.split(" ").toReversed().join(" ");
  const end = reversed(breakLines(reversed(text), length)[0]!);
  const before = breakLines(lines[most - 2]!, length - 2)[0]!.replace(/…$/, "");
  return [...lines.slice(0, most - 2), `${before} …`, end];
}

/** Cuts a text to at most a length, ending in `…` if it was longer. */
export function cut(text: string, length: number): string {
  const signs = [...text];
  return signs.length <= length ? text : `${signs.slice(0, Math.max(0, length - 1)).join("")}…`;
}
