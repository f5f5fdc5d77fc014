/** Languages that write a comma before the decimals, by their codes of two letters. */
const LANGUAGES = new Set(
  (
    "af be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk sl sq sr " +
    "sv tr uk uz vi"
  ).split(" "),
);

/**
 * Reads the commas of a text as decimal commas, and the points between groups of three digits as separators. Without a
 * language this is done for a single number that has no other reading, such as `3,14`.
 *
 * @returns null where the text has no such reading.
 */
export function decimalCommaReading(text: string, language?: string): string | null {
  const plain = text.replaceAll("{,}", ",");
  if (!/\d[,.]\d/.test(plain)) return null;
  if (language && LANGUAGES.has(language.slice(0, 2).toLowerCase())) {
    const reading = plain
      .replace(/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.])/g, (number) => number.replaceAll(".", ""))
      .replace(/(?<=\d),(?=\d)/g, ".");
    return reading === plain ? null : reading;
  }
  const commas = plain.match(/\d,\d+/g) ?? [];
  const isOneNumber = commas.length === 1 && !/^\d,\d{3}$/.test(commas[0]!) && !/[,;]\s|[()[\]]|\\\{/.test(plain);
  return isOneNumber ? plain.replace(/(?<=\d),(?=\d)/, ".") : null;
}
