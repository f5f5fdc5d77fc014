/**
 * A text without what no store and no grader can do with: the character U+0000 and halves of surrogate pairs become
 * U+FFFD, and a carriage return alone becomes the end of a line.
 */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return /[\0\r]/.test(wellFormed) ? wellFormed.replaceAll("\0", "\ufffd").replace(/\r(?!\n)/g, "\n") : wellFormed;
}
