import { escapeXml } from "../../drawing/escape.ts";

const BEFORE = 60;
const LENGTH = 240;

/** What the search takes for a word. */
const WORD = /[^\n\r\p{Z}\p{P}]+/gu;

/** The HTML of the part of a text around the first of some words, in which all of them are marked. The words are in small letters. */
export function snippetOf(text: string, words: readonly string[]): string {
  const marked = [...text.matchAll(WORD)].filter(([word]) => words.includes(word.toLowerCase()));
  const first = marked[0]?.index ?? 0;
  const start = first <= BEFORE ? 0 : text.indexOf(" ", first - BEFORE) + 1;
  const isWhole = start + LENGTH >= text.length;
  const end = isWhole ? text.length : Math.max(first, text.lastIndexOf(" ", start + LENGTH));
  let html = "";
  let at = start;
  for (const { 0: word, index } of marked) {
    if (index < start || index + word.length > end) continue;
    html += `${escapeXml(text.slice(at, index))}<mark>${escapeXml(word)}</mark>`;
    at = index + word.length;
  }
  return `${start > 0 ? "… " : ""}${html}${escapeXml(text.slice(at, end))}${isWhole ? "" : " …"}`;
}
