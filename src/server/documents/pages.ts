import { escapeXml } from "../../drawing/escape.ts";
import { nearest, shortened } from "../../errors/unknownValue.ts";
import { type Entry, neighboursOf } from "./contents.ts";
import { SITE } from "./documentFiles.ts";
import { type Frame, LONGEST_QUESTION, layout } from "./layout.ts";
import type { Documents, SiteDocument } from "./openDocuments.ts";
import { renderMarkdown } from "./renderMarkdown.ts";
import type { Found } from "./searchIndex.ts";
import { snippetOf } from "./snippet.ts";

/** A page without what depends on where it stands. */
type Site = Pick<Frame, "sections" | "style">;

/** A document with the list of its parts and its neighbours. */
export function documentPage(document: SiteDocument, documents: Documents, site: Site): string {
  const { parsed, address, title, resolve } = document;
  const { before, after } = neighboursOf(documents.sectionsOf(document), address);
  const main = [
    partsOf(document),
    `<article>\n${renderMarkdown(parsed, resolve)}</article>`,
    `<nav class="neighbours" aria-label="Neighbours">${neighbour("Before", before)}${neighbour("After", after)}</nav>`,
  ];
  return layout(title, main.join("\n"), { ...site, address });
}

function partsOf({ parsed }: SiteDocument): string {
  const parts = [...parsed.headings.values()].filter(({ depth }) => depth === 2 || depth === 3);
  if (parts.length < 2) return "";
  const items = parts.map(
    ({ depth, id, text }) => `<li class="depth-${depth}"><a href="#${escapeXml(id)}">${escapeXml(text)}</a></li>`,
  );
  return `<details class="parts" open><summary>On this page</summary>\n<nav aria-label="On this page"><ul>${items.join("")}</ul></nav></details>`;
}

const neighbour = (word: string, entry?: Entry) =>
  entry ? `<a href="${escapeXml(entry.address)}">${word}: ${escapeXml(entry.title)}</a>` : "";

/** What a question finds. */
export function resultsPage(question: string, found: readonly Found[], site: Site): string {
  const count = found.length === 0 ? "Nothing" : found.length === 1 ? "One passage" : `${found.length} passages`;
  const items = found.map(({ title, heading, address, text, words }) => {
    const name = heading === null || heading === title ? title : `${title}: ${heading}`;
    return `<li><a href="${escapeXml(address)}">${escapeXml(name)}</a><br>${snippetOf(text, words)}</li>`;
  });
  const main = `<h1>${count} for “${escapeXml(question)}”</h1>
${found.length === 0 ? "<p>Try fewer or other words.</p>" : `<ol class="found">\n${items.join("\n")}\n</ol>`}`;
  return layout(`Search: ${question}`, main, { ...site, address: null, question });
}

/** Why a question can't be answered. */
export function refusedPage(reason: string, site: Site): string {
  return layout("Search", `<h1>This can't be searched for</h1>\n<p>${escapeXml(reason)}</p>`, {
    ...site,
    address: null,
  });
}

/** Why the search refuses its parameters, or undefined if it takes them. */
export function refusalOf(parameters: URLSearchParams): string | undefined {
  const [question = "", ...others] = parameters.getAll("q");
  if (others.length > 0) return "The parameter q stands more than once.";
  if (question.length <= LONGEST_QUESTION) return undefined;
  return `The question has ${question.length} characters. At most ${LONGEST_QUESTION} are searched for.`;
}

/** Says that there is no such document, and which have a name like it. */
export function missingPage(path: string, { files }: Documents, site: Site): string {
  const addresses = [...files.documents.values()].filter((address) => address !== SITE);
  const names = addresses.map((address) => address.slice(SITE.length + 1));
  const near = nearest(path.slice(SITE.length + 1), names);
  const items = near.map((name) => `<li><a href="${escapeXml(`${SITE}/${name}`)}">${escapeXml(name)}</a></li>`);
  const main = `<h1>There is no such document</h1>
<p>Nothing is at <code>${escapeXml(shortened(path))}</code>.${near.length > 0 ? " Near it:" : ""}</p>
${near.length > 0 ? `<ul>${items.join("")}</ul>` : ""}`;
  return layout("No such document", main, { ...site, address: null });
}
