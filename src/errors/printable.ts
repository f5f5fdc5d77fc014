/** Control characters, marks that reorder or hide text, and half surrogate pairs. Tabs and ends of lines may stay. */
const OBEYED = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text in which the characters that a terminal would obey are written out, such as `\u{1b}`. An engine, a file or a
 * caller wrote the text, and whoever reads it in a log or a terminal must see it and not be steered by it.
 */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** As `printable`, for a text that is JSON and stays so: its escapes have four digits for each half of a character. */
export function printableJson(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(OBEYED, (character) => character.split("").map(escaped).join(""));
}
