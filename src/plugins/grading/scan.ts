const OPENERS = new Set(["(", "[", "{", "\\{", "\\langle"]);
const CLOSERS = new Set([")", "]", "}", "\\}", "\\rangle"]);

interface Token {
  text: string;
  at: number;
  /** How many brackets and environments are open around the token. A bracket counts as outside of itself. */
  depth: number;
}

/** Yields the tokens of LaTeX (commands, escaped characters and single characters), each with its depth. */
function* tokensOf(latex: string): Generator<Token> {
  let depth = 0;
  for (const match of latex.matchAll(/\\[a-zA-Z]+|\\.|[\s\S]/g)) {
    const text = match[0];
    const opens = OPENERS.has(text) || text === "\\begin";
    const closes = CLOSERS.has(text) || text === "\\end";
    if (closes) depth--;
    yield { text, at: match.index, depth };
    if (opens) depth++;
  }
}

/** Splits at every separator that stands outside all brackets. Returns the parts and the separators between them. */
export function splitOutside(latex: string, separators: ReadonlySet<string>): { parts: string[]; found: string[] } {
  const parts: string[] = [];
  const found: string[] = [];
  let from = 0;
  for (const token of tokensOf(latex)) {
    if (token.depth !== 0 || !separators.has(token.text)) continue;
    parts.push(latex.slice(from, token.at).trim());
    found.push(token.text);
    from = token.at + token.text.length;
  }
  parts.push(latex.slice(from).trim());
  return { parts, found };
}

/** Returns the text inside a pair of brackets that encloses the whole. Half-open intervals pair `(` with `]`. */
export function enclosedBy(latex: string): { open: string; close: string; inner: string } | null {
  const open = /^(?:\\\{|\\langle|[([{])/.exec(latex)?.[0];
  if (!open) return null;
  for (const token of tokensOf(latex)) {
    if (token.depth !== 0 || token.at === 0) continue;
    if (token.at + token.text.length < latex.length || !CLOSERS.has(token.text)) return null;
    return { open, close: token.text, inner: latex.slice(open.length, token.at).trim() };
  }
  return null;
}
