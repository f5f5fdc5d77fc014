import { escapeXml } from "../../drawing/escape.ts";
import type { Section } from "./contents.ts";
import { SITE } from "./documentFiles.ts";

/** The most characters of a question to the search. */
export const LONGEST_QUESTION = 100;

/** No heading has such an anchor: theirs have no dots. */
const [MAIN, LIST] = ["page.text", "page.documents"];

export interface Frame {
  sections: readonly Section[];
  /** The address of the style sheet. */
  style: string;
  /** Where the page is, to mark it among the sections; null for a page that is no document. */
  address: string | null;
  /** What is asked of the search, if it is. */
  question?: string;
}

/** A whole page of the site around its own HTML. It holds no script and no style of its own, so that its policy can forbid any. */
export function layout(title: string, main: string, { sections, style, address, question = "" }: Frame): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)} – Paretograph</title>
<link rel="icon" href="${SITE}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
</head>
<body>
<header class="top">
<a class="skip" href="#${MAIN}">To the text</a>
<a class="skip" href="#${LIST}">To the list of documents</a>
<p><a href="/">Paretograph</a> <a href="${SITE}">Docs</a></p>
<form action="${SITE}" role="search">
<input type="search" name="q" aria-label="Search the documents" placeholder="Search the documents" maxlength="${LONGEST_QUESTION}" value="${escapeXml(question)}">
<button>Search</button>
</form>
<nav aria-label="Elsewhere"><a href="/">Frontier</a> <a href="/graphql">API</a></nav>
</header>
<div class="columns">
<main id="${MAIN}" tabindex="-1">
${main}
</main>
<nav class="documents" id="${LIST}" aria-label="Documents" tabindex="-1">
${sections.map((section) => sectionList(section, address)).join("\n")}
</nav>
</div>
</body>
</html>
`;
}

function sectionList({ title, entries }: Section, current: string | null): string {
  const items = entries.map(({ title: name, address }) => {
    const mark = address === current ? ' aria-current="page"' : "";
    return `<li><a href="${escapeXml(address)}"${mark}>${escapeXml(name)}</a></li>`;
  });
  return `<h2>${escapeXml(title)}</h2>\n<ul>${items.join("")}</ul>`;
}
