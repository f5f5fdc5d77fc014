import { readFileSync } from "node:fs";
import type { Tokens } from "marked";
import { findDocumentFiles } from "../../src/server/documents/documentFiles.ts";
import { everyToken, type ParsedMarkdown, parseMarkdown } from "../../src/server/documents/markdown.ts";

export interface Block {
  /** Where it is: `docs/import.md:64`. */
  place: string;
  /** Its first word; empty where it names none. */
  language: string;
  /** Its second word: the JSON Schema of this repository that it keeps to. */
  schema: string | undefined;
  code: string;
}

export interface Document {
  file: string;
  text: string;
  parsed: ParsedMarkdown;
  blocks: Block[];
}

export const FILES = findDocumentFiles(".");
export const DOCUMENTS: Document[] = [...FILES.documents.keys()].map((file) => {
  const text = readFileSync(file, "utf8");
  const parsed = parseMarkdown(text);
  return { file, text, parsed, blocks: blocksOf(file, text, parsed) };
});
export const BLOCKS = DOCUMENTS.flatMap(({ blocks }) => blocks);

/** The blocks of code in these languages. */
export const blocksIn = (...languages: string[]) => BLOCKS.filter(({ language }) => languages.includes(language));

function blocksOf(file: string, text: string, parsed: ParsedMarkdown): Block[] {
  let from = 0;
  return everyToken(parsed)
    .filter((token): token is Tokens.Code => token.type === "code")
    .map(({ lang = "", text: code }) => {
      // In a list the lines of a block are indented, so that its first one alone is looked for.
      from = text.indexOf(code.split("\n")[0]!, from);
      const [language = "", schema] = lang.split(/\s+/);
      return { place: `${file}:${text.slice(0, from).split("\n").length}`, language, schema, code };
    });
}
