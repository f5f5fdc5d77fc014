import { Marked, type RendererObject, type Tokens } from "marked";
import { escapeXml } from "../../drawing/escape.ts";
import { type ParsedMarkdown, withoutComments } from "./markdown.ts";
import type { Resolve } from "./siteLinks.ts";

/**
 * The HTML of a document. HTML that stands in it is shown as text. What may be wider than a screen can be scrolled, also by
 * the keyboard.
 */
export function renderMarkdown(parsed: ParsedMarkdown, resolve: Resolve): string {
  return new Marked({ gfm: true, renderer: rendererOf(parsed, resolve) }).parser(parsed.tokens);
}

function rendererOf({ headings }: ParsedMarkdown, resolve: Resolve): RendererObject {
  return {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeXml(withoutComments(text)),
    heading(token) {
      const { id } = headings.get(token)!;
      const name = `h${token.depth}`;
      const words = this.parser.parseInline(token.tokens);
      const anchor = `<a class="anchor" href="#${escapeXml(id)}" aria-label="Link to this part">#</a>`;
      return `<${name} id="${escapeXml(id)}">${words}${token.depth > 1 ? ` ${anchor}` : ""}</${name}>\n`;
    },
    code({ text, lang }) {
      const [language = ""] = (lang ?? "").split(/\s/);
      const name = language === "" ? "" : ` class="language-${escapeXml(language)}"`;
      return `<pre tabindex="0"><code${name}>${escapeXml(text)}</code></pre>\n`;
    },
    table(token) {
      const cells = (row: Tokens.TableCell[]) => `<tr>${row.map((cell) => this.tablecell(cell)).join("")}</tr>\n`;
      const rows = token.rows.map(cells).join("");
      const table = `<table><thead>\n${cells(token.header)}</thead><tbody>\n${rows}</tbody></table>`;
      return `<div class="scrolls" tabindex="0">${table}</div>\n`;
    },
    link({ href, title, tokens }) {
      const words = this.parser.parseInline(tokens);
      const address = resolve(href);
      if (address === null) return words;
      return `<a href="${escapeXml(address)}"${title ? ` title="${escapeXml(title)}"` : ""}>${words}</a>`;
    },
    image({ href, text }) {
      const address = resolve(href);
      // The page's policy allows pictures of this server alone.
      if (!address?.startsWith("/")) return escapeXml(text);
      return `<img src="${escapeXml(address)}" alt="${escapeXml(text)}">`;
    },
  };
}
