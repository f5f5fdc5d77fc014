import { closingBrace } from "./finding/braces.ts";

/** The LaTeX of characters that models and people type instead of it. */
const CHARACTERS: Record<string, string> = {
  "−–—﹣": "-",
  "×": "\\times ",
  "·⋅∙": "\\cdot ",
  "÷": "\\div ",
  π: "\\pi ",
  θ: "\\theta ",
  γ: "\\gamma ",
  δ: "\\delta ",
  ε: "\\epsilon ",
  μµ: "\\mu ",
  ρ: "\\rho ",
  σ: "\\sigma ",
  τ: "\\tau ",
  ℤ: "\\mathbb{Z}",
  ℕ: "\\mathbb{N}",
  ℚ: "\\mathbb{Q}",
  ℂ: "\\mathbb{C}",
  "⟨": "\\langle ",
  "⟩": "\\rangle ",
  "∛": "\\sqrt[3]",
  "…": "\\ldots ",
  "∶": ":",
  "⁄∕": "/",
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
  ₙ: "_{n}",
  "⅛": "\\frac{1}{8}",
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
/** What stands beside an answer and says nothing about it: marks of the end of a proof, layout and HTML. */
const DECORATION =
  /\\(?:checkmark|square|blacksquare|Box|qed|newline|nonumber|notag|ldotp|therefore|scriptstyle|scriptscriptstyle|ensuremath)(?![a-zA-Z])|&nbsp;|<\/?(?:b|i|em|strong|sub|sup|span)>|[✓✔✅☑∎■□]/g;
const FUNCTION_NAMES = "sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|sinh|cosh|tanh|ln|log|lg|exp|gcd|lcm|det";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const LATEX_OF = new Map(Object.entries(CHARACTERS).flatMap(([from, to]) => [...from].map((one) => [one, to])));

/** Rewrites, applied in this order. No letter may follow the name of a command. */
const REWRITES: [RegExp, string][] = [
  [/\s{2,}/g, " "],
  [/\\(?:left|right)\s*\./g, ""],
  [DECORATION, ""],
  [/\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits)(?![a-zA-Z])/g, ""],
  [/\\?\$|[€£¥₹₩₽]|\\(?:pounds|euro|yen)(?![a-zA-Z])/g, ""],
  [/\\(?:textcolor|colorbox|color)\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}/g, ""],
  [
    /\\(?:label|tag\*?|hspace\*?|vspace\*?|phantom|vphantom|hphantom)\s*\{[^{}]*\}|\\(?:m?strut|hfill|centering)(?![a-zA-Z])/g,
    "",
  ],
  [/\\(?:bf|rm|it|sf|tt|em|bfseries|tiny|small|normalsize|[lL]arge|LARGE|[hH]uge)(?![a-zA-Z])\s*/g, ""],
  [/(?<=\d\s*(?:\\[,;: ]\s*)*)\\operatorname\s*\{\s*([a-zA-Z]{1,5})\s*\}\s*$/g, "\\text{ $1}"],
  [new RegExp(`\\\\(?:mathrm|text|textrm|mathsf)\\s*\\{\\s*(${FUNCTION_NAMES})\\s*\\}`, "g"), "\\$1 "],
  [/\\(?:operatorname|text|textrm)\s*\{\s*([ei])\s*\}(?=\s*\^)/g, " $1 "],
  [/\\math(?:rm|sf|it|normal)\s*\{\s*([ei])\s*\}/g, " $1 "],
  [
    /\\(?:underline|mathbf|boldsymbol|bm|mathit|mathsf|mathnormal|mathrm|mathbb|bold|uuline|uline)\s*\{\s*([-+]?[\d.,]+)\s*\}/g,
    "$1",
  ],
  [/\\(?:underline|uuline|uline|f?boxed|fbox|underbrace|overbrace)(?=\s*\{)/g, ""],
  [/\\(?:mathbf|boldsymbol|bm|mathit|mathsf|mathnormal|pmb)\s*(?=\{\s*(?![a-zA-Z]+\s*\}))/g, ""],
  [/(?<=\d)['_](?=\d{3}(?!\d))/g, ","],
  [/\\num\s*\{([^{}]*)\}/g, "$1"],
  [/\\ang\s*\{([^{}]*)\}/g, "$1^\\circ "],
  [/\\(?:SI|qty)\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1 \\text{ $2}"],
  [/\\nicefrac|\\sfrac|\\cfrac/g, "\\frac"],
  [/\\[dt]binom(?![a-zA-Z])/g, "\\binom"],
  [/,\\!\s*/g, ","],
  [/\\!/g, ""],
  [/(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))/g, ","],
  [/(?<!\\)\\(?:[,;:>\s]|q?quad(?![a-zA-Z]))|~/g, " "],
  [/\\(?:mathrm|textbf|textit|textrm|textsf|mbox|mathtt|texttt|emph|hbox)(?=\s*\{)/g, "\\text"],
  [/\\text\s*\{\s*(and|or)\s*\}/g, " $1 "],
  [/\\text\s*\{\s*(-?[\d.,]+)\s*\}/g, "$1"],
  [/\\(?:vec|mathbf|boldsymbol|bm|mathit|mathsf|mathnormal|overrightarrow)\s*\{\s*([a-zA-Z]+)\s*\}/g, "$1"],
  [/\\(?:overline|widehat|hat|bar)\s*\{\s*([A-Z]{2,})\s*\}/g, "$1"],
  [/\\hat\s*(?:\{\s*(?:\\([ij])math|([ijk]))\s*\}|([ijk])(?![a-zA-Z]))/g, "$1$2$3"],
  [/\\bar(?![a-zA-Z])/g, "\\overline"],
  [/\\cr(?![a-zA-Z])/g, "\\\\"],
  [/:=/g, "="],
  [/\\colon(?![a-zA-Z])/g, ":"],
  [/\\(?:lor|vee)(?![a-zA-Z])/g, " or "],
  [/\\(?:land|wedge)(?![a-zA-Z])/g, " and "],
  [/(?<=\d)\s*¢/g, "\\text{ cents}"],
  [/(?<=[\d}])\s*\\Omega\s*$/g, " \\text{ ohm}"],
  [/\\frac\s*\{\s*\\text\s*\{([^{}]*)\}\s*\}\s*\{\s*\\text\s*\{([^{}]*)\}\s*\}/g, "\\text{ $1/$2}"],
  [/(?:\{\}|(?<![\w}]))\s*[_^]\s*\{?(\d+)\}?\s*(?:\\text\s*\{\s*C\s*\}|C)\s*_\s*\{?(\d+)\}?/g, "\\binom{$1}{$2}"],
  [/(?:\\text\s*\{\s*C\s*\}|(?<![a-zA-Z\\])C)\s*_\s*\{?(\d+)\}?\s*\^\s*\{?(\d+)\}?/g, "\\binom{$1}{$2}"],
  [/^(\([^()]*,[^()]*\))\s*\^\s*\{?\s*(?:T|\\top|\\intercal)(?![a-zA-Z])\s*\}?$/g, "$1"],
  [/^\\sim\s*(?=[\d.\\-])/g, ""],
  [/\\text\s*\{\s*(\([^(){}]*\))\s*\}\s*$/g, " $1"],
  [/(\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}|\d\/\d+)\s+\(\s*=?\s*(-?\d*\.\d+)\s*\)$/g, "$1 or $2"],
  [/\\overline\s*([a-zA-Z])(?![a-zA-Z])/g, "\\overline{$1}"],
  [/\\(arc)?tg(?![a-zA-Z])/g, "\\$1tan "],
  [/\\(arc)?ctg(?![a-zA-Z])/g, "\\$1cot "],
  [/\\(?:angle|triangle|measuredangle)(?![a-zA-Z])/g, ""],
  [/\s{2,}/g, " "],
  [
    /(?<=[\d})a-z])\s*,?\s*(?:\\text\s*\{\s*)?\(?\s*(?:or\s+|i\.\s?e\.,?\s+|that is,?\s+)?(?:approximately|approx\.?|about|roughly)\s*\}?\s*(-?[\d.,]*\d)\s*(?:\\text\s*\{\s*)?\)?(?:\s*\})?\s*\.?$/,
    " \\approx $1",
  ],
  [/\(\s*(?:\\approx|\\simeq|\\sim|≈)\s*([^()]*)\)\s*\.?$/, "\\approx $1"],
  [/\(\s*or\s+([^()]*)\)\s*$/, " or $1"],
  [/^(\d+)\s+(?:\\text\s*\{\s*)?to(?:\s*\})?\s+(\d+)$/, "$1:$2"],
  [/\\\\\s*$/, ""],
  [/\\(?:approxeq|simeq|doteq)(?![a-zA-Z])/g, "\\approx "],
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
  [/(?<![\\a-zA-Z{])(pi|infty|theta|sin|cos|tan|cot|sec|csc|log|ln|exp|arcsin|arccos|arctan)(?![a-zA-Z])/g, "\\$1 "],
  [/(?<![\\a-zA-Z{])(?:infinity|oo)(?![a-zA-Z])/gi, "\\infty "],
  [/(?<![\\a-zA-Z])cbrt(?=\s*[({])/g, "\\sqrt[3]"],
  [/(?<![\\a-zA-Z])sqrt\s*(\d+(?:\.\d+)?|[a-zA-Z](?![a-zA-Z]))/g, "\\sqrt{$1}"],
  [/(?<![\\a-zA-Z])sqrt(?=\s*[({\\[])/g, "\\sqrt"],
  [/\\(frac|sqrt)\s+/g, "\\$1 "],
  [/\\sqrt\s*(\d+)/g, "\\sqrt{$1}"],
  [/\^\s*(-\s*\d+|\d{2,})/g, "^{$1}"],
  [/_\s*(\d{2,})/g, "_{$1}"],
  [/\{\{([^{}]*)\}\}/g, "{$1}"],
  [/\\frac ?(\d)\s*(\d)/g, "\\frac{$1}{$2}"],
  [/\\frac ?(\d)\s*\{/g, "\\frac{$1}{"],
  [/\\frac ?(\{[^{}]*\})\s*(\d)/g, "\\frac$1{$2}"],
  [/\}\s+(?=\{)/g, "}"],
  [/\\(frac|sqrt) (?=[{[])/g, "\\$1"],
];

const LABEL = /^(?:(?:the\s+)?(?:final\s+)?answer\s*(?:is\b|:|=)|:(?=\s*[-\d\\$(]))\s*/i;

/**
 * Rewrites an answer into one form for the many ways in which it can be written: LaTeX without delimiters, layout,
 * fonts and synonyms. `\text{…}` is kept, since words are units or answers of their own.
 */
export function normalize(answer: string): string {
  let text = inAscii(unwrap(withoutLabel(visible(answer).trim())));
  for (const [from, to] of REWRITES) text = text.replace(from, to);
  for (const command of ["\\sqrt[3]", "\\sqrt", "^"]) text = inBraces(text, command);
  text = text.replace(/(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])/g, (number) => number.replaceAll(".", ""));
  text = outwardBrackets(repeatingDecimals(text));
  return text
    .replace(/\s+/g, " ")
    .replace(/(?<!\\)[.;,。．\s]+$/, "")
    .trim();
}

/** Removes characters that cannot be seen, and writes wide and styled letters and digits as plain ones. */
function visible(text: string): string {
  return text
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\ufe0f/g, "")
    .replace(/[\u{1d400}-\u{1d7ff}\uff01-\uff5e\u3000]/gu, (one) => one.normalize("NFKC"));
}

function inAscii(text: string): string {
  return text
    .replace(/⁻?[⁰¹²³⁴-⁹]+/g, (run) => `^{${digitsOf(run.replace("⁻", "-"), SUPERSCRIPTS)}}`)
    .replace(/[₀-₉]+/g, (run) => `_{${digitsOf(run, SUBSCRIPTS)}}`)
    .replace(/[^\x20-\x7e]/g, (one) => LATEX_OF.get(one) ?? one);
}

function digitsOf(run: string, alphabet: string): string {
  return [...run].map((one) => (alphabet.includes(one) ? alphabet.indexOf(one) : one)).join("");
}

/**
 * Writes a decimal that repeats, as `0.333\ldots`, `0.(3)` or `0.\dot{3}`, with a bar over its period. Three equal
 * digits, or two equal groups, before the dots are a period.
 */
function repeatingDecimals(text: string): string {
  if (!/\d?\.\d*(?:\d|\(|\\dot)/.test(text)) return text;
  return text
    .replace(
      /(\d*\.\d*?)(\d{1,12}?)(\2{2,}|(?<=\d\d)\2)\s*(?:\.{3}|\\(?:l|c)?dots(?:\s*c)?(?![a-zA-Z]))/g,
      "$1\\overline{$2}",
    )
    .replace(/(?<=\d\.\d*)\((\d{1,12})\)/g, "\\overline{$1}")
    .replace(/(?<=\d\.\d*)\\dot\s*\{?(\d)\}?(?:(\d*)\\dot\s*\{?(\d)\}?)?/g, "\\overline{$1$2$3}");
}

/** Writes half-open and open intervals with outward brackets, such as `]1,2]`, with parentheses. */
function outwardBrackets(text: string): string {
  if (!/^\s*\]|\[\s*$|\\cup\s*\]|\[\s*\\cup/.test(text)) return text;
  return text.replace(
    /([[\]])((?:\\sqrt\s*\[[^[\]]*\]|[^[\]])*[,;](?:\\sqrt\s*\[[^[\]]*\]|[^[\]])*)([[\]])/g,
    (_, open: string, inner: string, close: string) =>
      `${open === "]" ? "(" : "["}${inner}${close === "[" ? ")" : "]"}`,
  );
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
    /^\*([^*]+)\*\.?$/,
    /^__([^_]*)__\.?$/,
    /^```\w*\s([\s\S]*?)\s*```$/,
    /^`([^`]*)`$/,
    /^"([^"]*)"$/,
    /^'([^']*)'$/,
    /^``([^`']*)''$/,
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

/**
 * Rewrites `\sqrt(x+1)` as `\sqrt{x+1}` and `2^(n+1)` as `2^{n+1}`, which is what they mean; TeX would take the
 * parenthesis alone.
 */
function inBraces(text: string, command: string): string {
  const start = text.search(new RegExp(`${command.replace(/[\\[\]^]/g, "\\$&")}\\s*\\(`));
  if (start < 0) return text;
  const open = text.indexOf("(", start);
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")" && --depth === 0) {
      const inner = inBraces(text.slice(open + 1, i), command);
      return `${text.slice(0, start)}${command}{${inner}}${inBraces(text.slice(i + 1), command)}`;
    }
  }
  return text;
}
