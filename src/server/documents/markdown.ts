import GithubSlugger from "github-slugger";
import { Marked, type Token, type Tokens } from "marked";

const marked = new Marked({ gfm: true });

export interface Heading {
  depth: number;
  text: string;
  /** The anchor, as GitHub names it. */
  id: string;
}

/** The text below a heading, up to the next one; before the first heading there is none. */
export interface Passage {
  heading: Heading | null;
  text: string;
}

export interface ParsedMarkdown {
  tokens: Token[];
  headings: Map<Token, Heading>;
}

export function parseMarkdown(text: string): ParsedMarkdown {
  const tokens = marked.lexer(text);
  const slugger = new GithubSlugger();
  const headings = new Map<Token, Heading>();
  marked.walkTokens(tokens, (token) => {
    if (token.type !== "heading") return;
    const words = plainWords(token.tokens ?? []);
    headings.set(token, { depth: (token as Tokens.Heading).depth, text: words, id: slugger.slug(words) });
  });
  return { tokens, headings };
}

/** The title of a document: its first heading. */
export function titleOf({ headings }: ParsedMarkdown): string | undefined {
  return headings.values().next().value?.text;
}

/** All tokens of a document, also those in others, in their order. */
export function everyToken({ tokens }: ParsedMarkdown): Token[] {
  const all: Token[] = [];
  marked.walkTokens(tokens, (token) => void all.push(token));
  return all;
}

/** The passages of a document in their order, as plain text. */
export function passagesOf({ tokens, headings }: ParsedMarkdown): Passage[] {
  const passages: Passage[] = [{ heading: null, text: "" }];
  for (const token of tokens) {
    const heading = headings.get(token);
    if (heading) passages.push({ heading, text: "" });
    else passages.at(-1)!.text += `${plainWords([token])} `;
  }
  return passages
    .map(({ heading, text }) => ({ heading, text: text.replace(/\s+/g, " ").trim() }))
    .filter(({ heading, text }) => heading !== null || text !== "");
}

/** The words of tokens without their marks. Comments are no words. */
export function plainWords(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join("");
}

function wordsOf(token: Token): string {
  switch (token.type) {
    case "html":
      return withoutComments(token.raw);
    case "br":
    case "space":
      return " ";
    case "list":
      return (token as Tokens.List).items.map((item) => `${plainWords(item.tokens)} `).join("");
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].flatMap((cells) => cells.map((cell) => `${plainWords(cell.tokens)} `)).join("");
    }
    case "image":
      return (token as Tokens.Image).text;
    default:
      return "tokens" in token && token.tokens ? plainWords(token.tokens) : "text" in token ? token.text : "";
  }
}

/** HTML without its comments, which tools put into documents. */
export function withoutComments(html: string): string {
  return html.replace(/<!--[\s\S]*?-->/g, "");
}
