import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contentsOf, neighboursOf } from "../../../src/server/documents/contents.ts";
import { findDocumentFiles } from "../../../src/server/documents/documentFiles.ts";
import { parseMarkdown } from "../../../src/server/documents/markdown.ts";
import { openDocuments } from "../../../src/server/documents/openDocuments.ts";

const { documents, attachments } = findDocumentFiles(".");

describe("the files of the site", () => {
  it("are those of `docs` and those beside it that documents are about, each at an address of its own", () => {
    const all = [...documents, ...attachments];
    expect(all.filter(([file]) => !existsSync(file))).toEqual([]);
    expect(new Set(all.map(([, address]) => address)).size).toBe(all.length);
    expect(all.filter(([, address]) => !/^\/docs(\/[\w.-]+)*$/.test(address))).toEqual([]);
    expect(Object.fromEntries(all)).toMatchObject({
      ...{ "docs/README.md": "/docs", "README.md": "/docs/README", "docs/plugins/tasks.md": "/docs/plugins/tasks" },
      ...{ "docs/decisions/README.md": "/docs/decisions", "docs/page.png": "/docs/page.png" },
      "schema.graphql": "/docs/schema.graphql",
    });
  });

  it("are published with the package", () => {
    const { files } = JSON.parse(readFileSync("package.json", "utf8"));
    const isPublished = (file: string) =>
      file === "README.md" || files.some((one: string) => file === one || file.startsWith(`${one}/`));
    expect(
      [...documents.keys(), ...attachments.keys(), "web/icon.svg", "web/base.css", "web/documents.css"].filter(
        (file) => !isPublished(file),
      ),
    ).toEqual([]);
  });
});

describe("the sections", () => {
  it("are the headings of an index with the first link of each item", () => {
    const index = parseMarkdown(
      "# All\n\n## A\n\n- [x](x.md): see [y](y.md)\n- no link\n\n## Empty\n\n## B\n\n1. `c` [z *z*](z.md)",
    );
    const sections = contentsOf(index, (target) => `/docs/${target}`);
    expect(sections).toEqual([
      { title: "A", entries: [{ title: "x", address: "/docs/x.md" }] },
      { title: "B", entries: [{ title: "z z", address: "/docs/z.md" }] },
    ]);
    expect(neighboursOf(sections, "/docs/z.md")).toEqual({ before: sections[0]!.entries[0], after: undefined });
    expect(neighboursOf(sections, "/docs/none")).toEqual({});
  });

  it("of a folder with an index of its own are its neighbours", () => {
    const site = openDocuments(".");
    const decision = site.at("/docs/decisions/002-pooled-results-are-pooled-anew")!;
    const { before, after } = neighboursOf(site.sectionsOf(decision), decision.address);
    expect([before?.title, after?.title]).toEqual(["001", "003"]);
    expect(site.sections().map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        "Getting started",
        "Querying from another app",
        "Measuring on GPUs",
        "Federation",
        "Plugins",
        "Operations",
        "The science",
        "Reference",
      ]),
    );
  });
});
