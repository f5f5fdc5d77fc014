/** A formula between delimiters in a text: its LaTeX, and where it stands with them. */
export interface Formula {
  latex: string;
  from: number;
  to: number;
}

/**
 * Matches a formula. A dollar sign opens one only where no blank follows it, and closes one only where no blank precedes
 * and no digit follows, so that amounts of money are none.
 */
const FORMULA =
  /\$\$([^$]+)\$\$|(?<![\\$])\$(?=[^\s$])((?:\\[\s\S]|[^$\\\n])*?)(?<=\S)\$(?!\d)|(?<![\\$\d])\$ ([^$\n]+?) \$(?! ?\d)|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g;
const ENVIRONMENT =
  /(?:\\\[|\$\$)?\s*\\begin\{(align|aligned|equation|gather|gathered|eqnarray|multline|split)(\*?)\}([\s\S]*?)\\end\{\1\2\}\s*(?:\\\]|\$\$)?/g;
/** The number or the sign before an item of a list; a number on its own may be the answer. */
const LIST_MARK = /^[ \t]*(?:(?:\d{1,2}[.)]|[-*•+])[ \t]+(?=[*A-Z$\\(])|>[ \t]*)/gm;
const COMMAND = "\\\\[a-zA-Z]+(?:\\[[^[\\]]*\\])?(?:\\{(?:[^{}]|\\{(?:[^{}]|\\{[^{}]*\\})*\\})*\\})*";
/** LaTeX that stands in prose without delimiters. */
const RAW_LATEX = new RegExp(
  `(?:(?:\\d[\\d.,]*(?<=\\d)|[-+=^_*/|<>(){}[\\]]|(?<![a-zA-Z\\\\])[b-zB-HJ-Z](?![a-zA-Z'])) ?){0,20}${COMMAND}(?: ?(?:${COMMAND}|\\d[\\d.,]*(?<=\\d)|[-+=^_*/|<>(){}[\\]]|[a-zA-Z](?![a-zA-Z'])))*`,
  "g",
);
/** What ends a proof or ticks an answer off, and arrows that lead to a conclusion. */
const ENDS_A_PROOF =
  /\$\s*\\(?:blacksquare|square|Box|qed|checkmark)\s*\$|\\(?:blacksquare|qed|Box)(?![a-zA-Z])|[∎■□✓✔✅☑]/g;
const LEADING_ARROW = /^[ \t]*(?:∴|→|⇒|⟹|=>|->|\$\s*\\(?:therefore|Rightarrow|implies|to)\s*\$)[ \t]*/gm;
const FENCE = /^[ \t]*(?:```|~~~)[^\n`]*$/gm;
const SENTENCE_END =
  /(?<!\b(?:approx|etc|vs|e\.g|i\.e|No|Mr|Mrs|Ms|Dr))[.!?](?:\*\*)?(?=\s+[A-Z(*"$\\]|\s*$)|[。！？](?:\*\*)?/g;

/** Returns the formulas of a text in order. */
export function formulasIn(text: string): Formula[] {
  return [...text.matchAll(FORMULA)].map((match) => ({
    latex: (match.slice(1).find((inner) => inner !== undefined) ?? "").trim(),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/**
 * Rewrites a text so that each displayed formula is on one line, beside the words that lead to it: without fences of
 * code, and with the rows of an environment such as `align*` as one formula.
 */
export function inLines(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, " ")
    .replace(/\n(?:[ \t]*\n){2,}/g, "\n\n")
    .replace(/~~[^~\n]+~~/g, " ")
    .replace(/<\/?(?:b|i|u|em|strong|span|p|br|center|mark)\b[^<>]*>/gi, " ")
    .replace(ENDS_A_PROOF, "")
    .replace(LEADING_ARROW, "")
    .replace(FENCE, "")
    .replace(LIST_MARK, "")
    .replace(ENVIRONMENT, (_, _name, _star, rows: string) => `\\[${asChain(rows)}\\]`)
    .replace(/\\\[([\s\S]+?)\\\]|\$\$([^$]+)\$\$/g, (display) => display.replace(/\s*\n\s*/g, " "))
    .replace(/(?<=[^.!?。\s])(?<!\\\]|\$\$)[ \t]*\n\s*(?=\\\[|\$\$)/g, " ");
}

/** Puts delimiters around LaTeX that stands in prose without them. */
export function withDelimiters(text: string): string {
  if (!/\\[a-zA-Z]/.test(text)) return text;
  let delimited = "";
  let from = 0;
  const wrap = (prose: string) => prose.replace(RAW_LATEX, (latex) => `\\(${latex}\\)`);
  for (const formula of formulasIn(text)) {
    delimited += wrap(text.slice(from, formula.from)) + text.slice(formula.from, formula.to);
    from = formula.to;
  }
  return delimited + wrap(text.slice(from));
}

/** Writes rows as one formula: those that begin with a sign of relation go on with the row before, others are listed. */
function asChain(rows: string): string {
  const parts: string[] = [];
  for (const row of rows.split(/\\\\(?:\s*\[[^[\]]*\])?/)) {
    const formula = row.replace(/&|\\(?:nonumber|notag)(?![a-z])|\\(?:label|tag\*?)\{[^{}]*\}/g, " ").trim();
    if (/^(?:=|\\(?:approx|equiv|le|ge))/.test(formula) && parts.length > 0) parts.push(`${parts.pop()} ${formula}`);
    else if (formula !== "") parts.push(formula);
  }
  return parts.map(withoutMiddle).join(", ");
}

/** Shortens a chain `x = 3 + 4 = 7` to its ends, since it says that they are equal. */
function withoutMiddle(chain: string): string {
  const sides = chain.split(/(?<![<>!\\])=/);
  return sides.length > 2 ? `${sides[0]!.trim()} = ${sides.at(-1)!.trim()}` : chain;
}

/** Splits a line into sentences. A point inside a number or a formula does not end one. */
export function sentencesOf(line: string): string[] {
  const formulas = formulasIn(line);
  const sentences: string[] = [];
  let from = 0;
  for (const end of line.matchAll(SENTENCE_END)) {
    if (formulas.some((formula) => end.index > formula.from && end.index < formula.to)) continue;
    sentences.push(line.slice(from, end.index) + end[0].slice(1));
    from = end.index + end[0].length;
  }
  return [...sentences, line.slice(from)].filter((sentence) => /[^\s*_]/.test(sentence));
}

/** Returns what a text sets in bold. */
export function boldIn(text: string): { inner: string; from: number; to: number }[] {
  return [...text.matchAll(/\*\*([^*\n]+)\*\*|(?<!\w)__([^_\n]+)__(?!\w)/g)].map((match) => ({
    inner: (match[1] ?? match[2] ?? "").trim(),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** Removes the marks of bold, italic and code from prose, even unpaired ones of bold. Products keep their sign. */
export function withoutEmphasis(text: string): string {
  return text
    .replace(/\*\*|(?<!\w)__(?=[^\s_])|(?<=[^\s_])__(?!\w)/g, "")
    .replace(/(?<![\w\\*)\]}])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*(\\])/g, "$1")
    .replace(/(?<![\w\\$_^})\]])_(?=[^\s_{])([^_\n$]+?)(?<=\S)_(?![\w{\\])/g, "$1")
    .replace(/(?<!`)`([^`\n]+)`/g, "$1");
}

/** Removes quotes, backquotes, blanks to fill in and full stops from the ends, even unpaired ones. */
export function withoutQuotes(text: string): string {
  return text.replace(/^(?:\\?["“„«「`]|_{2,}|\s)+|(?:\\?["”“»」`]|_{2,}|[\s.,;。])+$/g, "");
}
