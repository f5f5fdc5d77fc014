import { escapeXml } from "../../drawing/escape.ts";

const BEFORE = 60;
const LENGTH = 240;

/** The HTML of the part of a text around the first of some words, in which all of them are marked. */
export function snippetOf(text: string, words: readonly string[]): string {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(literal).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const first = words.length === 0 ? 0 : Math.max(0, text.search(pattern));
  const start = first <= BEFORE ? 0 : text.indexOf(" ", first - BEFORE) + 1;
  const whole = start + LENGTH >= text.length;
  const end = whole ? text.length : Math.max(first, text.lastIndexOf(" ", start + LENGTH));
  const part = text.slice(start, end);
  const marked = words.length === 0 ? escapeXml(part) : withMarks(part, pattern);
  return `${start > 0 ? "… " : ""}${marked}${whole ? "" : " …"}`;
}

function withMarks(text: string, pattern: RegExp): string {
  let html = "";
  let at = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    html += `${escapeXml(text.slice(at, index))}<mark>${escapeXml(word)}</mark>`;
    at = index + word.length;
  }
  return html + escapeXml(text.slice(at));
}

/** The pattern of a text as it is. */
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
