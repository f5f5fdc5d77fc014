import type { Tokens } from "marked";
import { type ParsedMarkdown, plainWords } from "./markdown.ts";
import type { Resolve } from "./siteLinks.ts";

export interface Entry {
  title: string;
  address: string;
}

export interface Section {
  title: string;
  entries: Entry[];
}

/**
 * The sections of the site: the headings of an index, each with the document that each item of the lists below it links to
 * first.
 */
export function contentsOf({ tokens, headings }: ParsedMarkdown, resolve: Resolve): Section[] {
  const sections: Section[] = [];
  for (const token of tokens) {
    const heading = headings.get(token);
    if (heading) sections.push({ title: heading.text, entries: [] });
    else if (token.type === "list") sections.at(-1)?.entries.push(...entriesOf(token as Tokens.List, resolve));
  }
  return sections.filter(({ entries }) => entries.length > 0);
}

function entriesOf({ items }: Tokens.List, resolve: Resolve): Entry[] {
  return items.flatMap((item) => {
    const inline = item.tokens.flatMap((token) => ("tokens" in token ? (token.tokens ?? []) : []));
    const link = inline.find(({ type }) => type === "link") as Tokens.Link | undefined;
    const address = link && resolve(link.href);
    return address ? [{ title: plainWords(link.tokens), address }] : [];
  });
}

/** The entries before and after an address, over all sections. */
export function neighboursOf(sections: readonly Section[], address: string): { before?: Entry; after?: Entry } {
  const entries = sections.flatMap((section) => section.entries);
  const at = entries.findIndex((entry) => entry.address === address);
  return at === -1 ? {} : { before: entries[at - 1], after: entries[at + 1] };
}
