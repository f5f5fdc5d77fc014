import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown, passagesOf } from "../../../src/server/documents/markdown.ts";
import { renderMarkdown } from "../../../src/server/documents/renderMarkdown.ts";
import { repositoryAddress, siteLinks } from "../../../src/server/documents/siteLinks.ts";
import { runs } from "../../support/runs.ts";

const files = {
  documents: new Map([
    ["docs/README.md", "/docs"],
    ["docs/operations.md", "/docs/operations"],
    ["docs/plugins/tasks.md", "/docs/plugins/tasks"],
    ["docs/decisions/README.md", "/docs/decisions"],
    ["README.md", "/docs/README"],
  ]),
  attachments: new Map([["docs/frontier.svg", "/docs/frontier.svg"]]),
};
const resolve = siteLinks("docs/plugins/tasks.md", files, null);
const render = (text: string) => renderMarkdown(parseMarkdown(text), resolve);

describe("a document", () => {
  it("has GitHub's anchors on its headings, each once", () => {
    const html = render("# A `b` & *c*\n\n## What is new?\n\n## What is new?\n");
    expect([...html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id)).toEqual(["a-b--c", "what-is-new", "what-is-new-1"]);
    expect(html).toContain('<a class="anchor" href="#what-is-new-1" aria-label="Link to this part">');
  });

  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["a <img src=x onerror=alert(1)> b", "a &lt;img src=x onerror=alert(1)&gt; b"],
    ["[x](javascript:alert(1))", "<p>x</p>"],
    ["[x](JAVASCRIPT:alert(1))", "<p>x</p>"],
    ["[x](data:text/html,<script>)", "<p>x</p>"],
    ["![x](https://example.org/x.png)", "<p>x</p>"],
    ['![" onload="alert(1)](../frontier.svg)', 'alt="&quot; onload=&quot;alert(1)"'],
    ['```"><script>\nx\n```', 'class="language-&quot;&gt;&lt;script&gt;"'],
    ["<!-- a note --><b>x</b>", "&lt;b&gt;x&lt;/b&gt;"],
    ["`<b>`", "<code>&lt;b&gt;</code>"],
  ])("is shown without what its HTML would do: %s", (text, shown) => {
    const html = render(text);
    expect(html).toContain(shown);
    expect(html).not.toMatch(/<(script|b|!--)|javascript:/i);
  });

  it("brings no element, attribute or scheme of its own, whatever it holds", () => {
    const parts = ["<", ">", '"', "'", "`", "\n", "[", "](", ")", "!", "#", "|", "-", "<!--", "-->", "&lt;", "&#60;"];
    const words = ["script", "onerror=", "javascript:", "a", "&", "\\", "x ", "<b>", "<img src=x>"];
    const element = /<\/?([a-z][a-z\d]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/g;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts, ...words), { maxLength: 40 }), (texts) => {
        const html = render(texts.join(""));
        const rest = html.replaceAll(element, (_, name, attributes) => {
          expect(name).not.toMatch(/^(script|b|style|iframe|object)$/);
          expect(attributes).not.toMatch(/\son|href="\s*javascript|src="(?!\/)/i);
          return "";
        });
        expect(rest).not.toContain("<");
      }),
      runs(500, 20_000),
    );
  });

  it("gives its text to the search, by the headings above it", () => {
    const passages = passagesOf(
      parseMarkdown("# One\n\nA *b* `c`.\n\n| d | e |\n|---|---|\n| f | g |\n\n## Two\n\n- h\n- i"),
    );
    expect(passages.map(({ heading, text }) => [heading?.id, text])).toEqual([
      ["one", "A b c. d e f g"],
      ["two", "h i"],
    ]);
  });
});

describe("a link", () => {
  it.each([
    ["../operations.md", "/docs/operations"],
    ["../operations.md#access", "/docs/operations#access"],
    ["../decisions/", "/docs/decisions"],
    ["../README.md", "/docs"],
    ["../../README.md", "/docs/README"],
    ["../frontier.svg", "/docs/frontier.svg"],
    ["#here", "#here"],
    ["https://example.org/a?b#c", "https://example.org/a?b#c"],
    ["mailto:a@example.org", "mailto:a@example.org"],
    ["../../src/main.ts", null],
    ["../../../etc/passwd", null],
    ["/etc/passwd", null],
    ["//example.org", null],
    ["vbscript:x", null],
  ])("%s leads to %s", (target, address) => {
    expect(resolve(target)).toBe(address);
  });

  it("to a source leads to the repository, where one is named", () => {
    const repository = repositoryAddress({ repository: { url: "git+https://github.com/a/b.git" } });
    expect(siteLinks("docs/http.md", files, repository)("../test/x.ts#L3")).toBe(
      "https://github.com/a/b/blob/HEAD/test/x.ts#L3",
    );
    expect([{}, { repository: "a/b" }, { repository: "javascript:x" }].map(repositoryAddress)).toEqual([
      null,
      null,
      null,
    ]);
  });
});
