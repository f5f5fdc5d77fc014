import { closingBrace } from "./finding/braces.ts";

/** The LaTeX of characters that models and people type instead of it. */
const CHARACTERS: Record<string, string> = {
  "−–—﹣": "-",
  "×": "\\times ",
  "·⋅∙": "\\cdot ",
  "÷": "\\div ",
  π: "\\pi ",
  θ: "\\theta ",
  α: "\\alpha ",
  β: "\\beta ",
  λ: "\\lambda ",
  ω: "\\omega ",
  φ: "\\phi ",
  "√": " sqrt",
  "∞": "\\infty ",
  "∪": "\\cup ",
  "∩": "\\cap ",
  "∈": "\\in ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "≠": "\\ne ",
  "±": "\\pm ",
  "∓": "\\mp ",
  "≈": "\\approx ",
  "∅": "\\emptyset ",
  ℝ: "\\mathbb{R}",
  "°": "^\\circ ",
  "²": "^{2}",
  "³": "^{3}",
  "⁴": "^{4}",
  "₀": "_{0}",
  "₁": "_{1}",
  "₂": "_{2}",
  "₃": "_{3}",
  ₙ: "_{n}",
  "½": "\\frac{1}{2}",
  "⅓": "\\frac{1}{3}",
  "⅔": "\\frac{2}{3}",
  "¼": "\\frac{1}{4}",
  "¾": "\\frac{3}{4}",
  "’": "'",
  "“”": '"',
  "，": ",",
  "\u00a0\u202f\u2009\n\t\r\f": " ",
};
const LATEX_OF = new Map(Object.entries(CHARACTERS).flatMap(([from, to]) => [...from].map((one) => [one, to])));

/** Rewrites, applied in this order. No letter may follow the name of a command. */
const REWRITES: [RegExp, string][] = [
  [/\\(?:left|right)\s*\.(?=\s*(?:\\|$))/g, ""],
  [/\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits)(?![a-zA-Z])/g, ""],
  [/\\?\$|€|£/g, ""],
  [/,\\!\s*/g, ","],
  [/\\!/g, ""],
  [/(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))/g, ","],
  [/(?<!\\)\\(?:[,;:>\s]|q?quad(?![a-zA-Z]))|~/g, " "],
  [/\\(?:mathrm|textbf|textit|textrm|textsf|mbox|mathtt|texttt|emph|hbox)(?=\s*\{)/g, "\\text"],
  [/\\text\s*\{\s*(and|or)\s*\}/g, " $1 "],
  [/\\text\s*\{\s*(-?[\d.,]+)\s*\}/g, "$1"],
  [/\\(?:vec|hat|mathbf|boldsymbol|bm|overline|overrightarrow|widehat)\s*\{([a-zA-Z]+)\}/g, "$1"],
  [/\\(?:angle|triangle|measuredangle)(?![a-zA-Z])/g, ""],
  [/\\[dtc]frac(?![a-zA-Z])/g, "\\frac"],
  [/\\(?:leq|leqslant)(?![a-zA-Z])|<=/g, "\\le "],
  [/\\(?:geq|geqslant)(?![a-zA-Z])|>=/g, "\\ge "],
  [/\\neq(?![a-zA-Z])|!=/g, "\\ne "],
  [/\\lt(?![a-zA-Z])/g, "<"],
  [/\\gt(?![a-zA-Z])/g, ">"],
  [/\\(?:varnothing|empty)(?![a-zA-Z])/g, "\\emptyset"],
  [/\\infin(?![a-zA-Z])/g, "\\infty"],
  [/\\lbrace(?![a-zA-Z])/g, "\\{"],
  [/\\rbrace(?![a-zA-Z])/g, "\\}"],
  [/\\(?:lvert|rvert|vert|mid)(?![a-zA-Z])/g, "|"],
  [/\\(?:operatorname|mathop)\*?\s*\{([a-zA-Z]+)\}/g, "\\$1 "],
  [/\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-zA-Z]))|\\degree(?![a-zA-Z])/g, "^\\circ "],
  [/\*\*/g, "^"],
  [/\*/g, "\\cdot "],
  [/(?<![\\a-zA-Z{])(pi|infty|theta|sin|cos|tan|cot|sec|csc|log|ln|arcsin|arccos|arctan)(?![a-zA-Z])/g, "\\$1 "],
  [/(?<![\\a-zA-Z{])(?:infinity|oo)(?![a-zA-Z])/gi, "\\infty "],
  [/(?<![\\a-zA-Z])sqrt\s*(\d+(?:\.\d+)?|[a-zA-Z](?![a-zA-Z]))/g, "\\sqrt{$1}"],
  [/(?<![\\a-zA-Z])sqrt(?=\s*[({\\[])/g, "\\sqrt"],
  [/\\(frac|sqrt)\s+/g, "\\$1 "],
  [/\\sqrt\s*(\d+)/g, "\\sqrt{$1}"],
  [/\\frac ?(\d)\s*(\d)/g, "\\frac{$1}{$2}"],
  [/\\frac ?(\d)\s*\{/g, "\\frac{$1}{"],
  [/\\frac ?(\{[^{}]*\})\s*(\d)/g, "\\frac$1{$2}"],
  [/\}\s+(?=\{)/g, "}"],
  [/\\(frac|sqrt) (?=[{[])/g, "\\$1"],
];

const LABEL = /^(?:the\s+)?(?:final\s+)?answer\s*(?:is\b|:|=)\s*/i;

/**
 * Rewrites an answer into one form for the many ways in which it can be written: LaTeX without delimiters, layout,
 * fonts and synonyms. `\text{…}` is kept, since words are units or answers of their own.
 */
export function normalize(answer: string): string {
  let text = unwrap(withoutLabel(answer.trim())).replace(/[^\x20-\x7e]/g, (one) => LATEX_OF.get(one) ?? one);
  for (const [from, to] of REWRITES) text = text.replace(from, to);
  text = radicandsInBraces(text);
  return text
    .replace(/\s+/g, " ")
    .replace(/(?<!\\)[.;,\s]+$/, "")
    .trim();
}

/** Removes "The answer is" and similar labels. */
export function withoutLabel(text: string): string {
  return text.replace(LABEL, "");
}

/** Removes delimiters of mathematics, `\boxed`, Markdown's emphasis and quotes that enclose the whole answer. */
function unwrap(text: string): string {
  const wrappings = [
    /^\$\$([^$]*)\$\$\.?$/,
    /^\$([^$]*[^$\\])\$\.?$/,
    /^\\\(((?:(?!\\\()[\s\S])*)\\\)\.?$/,
    /^\\\[((?:(?!\\\[)[\s\S])*)\\\]\.?$/,
    /^\*\*([^*]*)\*\*\.?$/,
    /^`([^`]*)`$/,
    /^"([^"]*)"$/,
  ];
  for (const wrapping of wrappings) {
    const inner = wrapping.exec(text)?.[1];
    if (inner !== undefined) return unwrap(inner.trim());
  }
  if (/^\\f?boxed\s*\{/.test(text) && closingBrace(text, text.indexOf("{")) === text.length - 1) {
    return unwrap(text.slice(text.indexOf("{") + 1, -1).trim());
  }
  return text;
}

/** Rewrites `\sqrt(x+1)` as `\sqrt{x+1}`, which is what it means; TeX would take the parenthesis alone. */
function radicandsInBraces(text: string): string {
  const start = text.search(/\\sqrt\s*\(/);
  if (start < 0) return text;
  const open = text.indexOf("(", start);
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")" && --depth === 0) {
      return `${text.slice(0, start)}\\sqrt{${radicandsInBraces(text.slice(open + 1, i))}}${radicandsInBraces(text.slice(i + 1))}`;
    }
  }
  return text;
}
