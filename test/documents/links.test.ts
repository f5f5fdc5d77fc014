import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { everyToken, titleOf } from "../../src/server/documents/markdown.ts";
import { splitTarget } from "../../src/server/documents/siteLinks.ts";
import { DOCUMENTS, type Document } from "./documents.ts";

const byFile = new Map(DOCUMENTS.map((document) => [document.file, document]));

/** The targets of the links and pictures of a document that are no addresses of other hosts. */
function targetsOf({ parsed }: Pick<Document, "parsed">): string[] {
  return everyToken(parsed)
    .filter((token): token is Tokens.Link | Tokens.Image => token.type === "link" || token.type === "image")
    .map(({ href }) => href)
    .filter((href) => !/^(https?|mailto):/.test(href));
}

/** The file that a target names; a folder is named for its index. */
function fileOf(document: string, target: string): string {
  const { path } = splitTarget(target);
  const file = path === "" ? document : posix.join(posix.dirname(document), path).replace(/\/$/, "");
  return byFile.has(`${file}/README.md`) ? `${file}/README.md` : file;
}

describe.each(DOCUMENTS.map((document) => [document.file, document] as const))("%s", (file, document) => {
  it("begins with its title, and links to files and parts that are there", () => {
    const [first] = document.parsed.headings.values();
    expect([first?.depth, titleOf(document.parsed)]).toEqual([1, expect.stringMatching(/\S/)]);
    const broken = targetsOf(document).filter((target) => {
      const [named, { anchor }] = [fileOf(file, target), splitTarget(target)];
      if (!existsSync(named)) return true;
      const parts = [...(byFile.get(named)?.parsed.headings.values() ?? [])].map(({ id }) => `#${id}`);
      return anchor !== "" && !parts.includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe("docs/README.md", () => {
  const linked = (file: string) => targetsOf(byFile.get(file)!).map((target) => fileOf(file, target));
  const listed = linked("docs/README.md");

  it("links to every document, or to an index that does", () => {
    const indexes = listed.filter((file) => file.endsWith("/README.md"));
    const found = new Set([...listed, ...indexes.flatMap(linked), "docs/README.md"]);
    expect(DOCUMENTS.map(({ file }) => file).filter((file) => !found.has(file))).toEqual([]);
  });

  it("names no document twice", () => {
    expect(listed.filter((file, at) => listed.indexOf(file) !== at)).toEqual([]);
  });
});
