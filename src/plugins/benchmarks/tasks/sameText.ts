/**
 * Whether two answers are the same text: without regard to letter case, spaces, commas, quotes and a full stop at the end.
 * A letter in brackets is the same as without them and as with the text of its option behind it. Of marks alone, such as
 * brackets, only the order counts.
 */
export function sameText(given: string, expected: string): boolean {
  const gold = plainText(expected);
  const said = plainText(given);
  if (said === gold) return said !== "";
  const letter = /^\(?([a-z])\)?$/.exec(gold)?.[1];
  if (letter !== undefined) return new RegExp(`^\\(?${letter}(?:$|[).:](?:\\s|$))`).test(said);
  return !/[\p{L}\p{N}]/u.test(gold) && withoutSpaces(said) === withoutSpaces(gold);
}

function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\\(?:text|mathrm|textbf|mathbf)\s*\{([^{}]*)\}/g, "$1")
    .replace(/\\([{}[\]])/g, "$1")
    .replace(/[$*`"“”„«»]/g, " ")
    .replace(/(?<=\S),(?=\s|$)|;/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=\w)\s*[.!]$/, "")
    .toLowerCase();
}

const withoutSpaces = (text: string) => text.replace(/\s/g, "");
