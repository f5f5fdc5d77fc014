import { setImmediate } from "node:timers/promises";
import MiniSearch from "minisearch";
import { passagesOf } from "./markdown.ts";
import type { Documents } from "./openDocuments.ts";

export interface Found {
  /** The title of the document. */
  title: string;
  /** The heading of the passage; null where it stands before the first one. */
  heading: string | null;
  /** The address of the passage, with its anchor. */
  address: string;
  text: string;
  /** The words of the passage that fit the question, in small letters. */
  words: string[];
}

const MOST_FOUND = 30;
/** How much more a passage counts whose document is in the index of the site, as decisions are not. */
const LISTED = 2;
/** How many passages are indexed at a time, so that a server answers others in between. */
const AT_A_TIME = 100;

export type Search = (question: string) => Found[];

/**
 * Makes an index of all passages. A question finds the passages that hold all its words, or words that begin with them or
 * differ in a letter or two; where there is none, those that hold some of them. The best come first.
 */
export async function indexPassages(documents: Documents): Promise<Search> {
  const listed = new Set(documents.sections().flatMap(({ entries }) => entries.map(({ address }) => address)));
  const passages: (Omit<Found, "words"> & { weight: number })[] = [];
  for (const address of documents.files.documents.values()) {
    const { title, parsed } = documents.at(address)!;
    const weight = listed.has(address) ? LISTED : 1;
    for (const { heading, text } of passagesOf(parsed)) {
      const anchor = heading === null || heading.text === title ? "" : `#${heading.id}`;
      passages.push({ title, heading: heading?.text ?? null, address: `${address}${anchor}`, text, weight });
    }
    await setImmediate();
  }
  const index = new MiniSearch<(typeof passages)[number] & { id: number }>({
    fields: ["title", "heading", "text"],
    searchOptions: {
      boost: { title: 3, heading: 4 },
      boostDocument: (id) => passages[id]!.weight,
      prefix: (term) => term.length >= 3,
      fuzzy: (term) => (term.length >= 5 ? 0.2 : false),
    },
  });
  const numbered = passages.map((passage, id) => ({ ...passage, id }));
  await index.addAllAsync(numbered, { chunkSize: AT_A_TIME });
  return (question) => {
    const all = index.search(question, { combineWith: "AND" });
    const found = all.length > 0 ? all : index.search(question, { combineWith: "OR" });
    return found.slice(0, MOST_FOUND).map(({ id, terms }) => ({ ...passages[id]!, words: terms }));
  };
}
