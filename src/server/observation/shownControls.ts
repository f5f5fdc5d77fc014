/**
 * A text in which control characters are shown and not obeyed, line breaks apart. Beside those of ASCII, terminals obey
 * those of Latin-1, and the marks that turn the direction of writing make a line look like another.
 */
export function shownControls(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
