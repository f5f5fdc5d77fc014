const WRAPPED =
  /\\(?:text(?:bf|rm|it|sf|tt)?|math(?:bf|rm|it|sf|cal|tt)|mbox|boldsymbol|bm|operatorname|underline|emph)\s*\{([^{}]*)\}/g;
const SWITCHES = /\\(?:bf|rm|it|sf|tt|bfseries|displaystyle|textstyle|left|right|large|Large)(?![a-zA-Z])\s*/g;

/** Returns an option, or a text that may name one, without fonts, delimiters of mathematics and emphasis. */
export function plainOption(text: string): string {
  return text
    .replace(WRAPPED, "$1")
    .replace(WRAPPED, "$1")
    .replace(SWITCHES, "")
    .replace(/\*\*|`|\\[()[\]]|(?<!\\)\$/g, "")
    .replace(/\\[,;:! ]|~/g, " ")
    .replace(/^\{([A-Za-z])\}$/, "$1")
    .replace(/\s+/g, " ")
    .replace(/^[\s*_"“'#>-]+(?=\S)|[\s.。"”'*_]+$/g, "");
}

/** Returns a text in the form in which two texts that say the same are equal: small letters, no article, no layout. */
export function asWords(text: string): string {
  return plainOption(text)
    .toLowerCase()
    .replace(/^(?:(?:it|this|that) is |= ?)?(?:an?|the|der|die|das|le|la|el|un|une|una|ein|eine) /, "")
    .replace(/[\s{}"'’]|\\(?=[%$ ])/g, "");
}
