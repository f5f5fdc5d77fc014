import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openDocuments } from "../../../src/server/documents/openDocuments.ts";
import { indexPassages, type Search } from "../../../src/server/documents/searchIndex.ts";
import { snippetOf } from "../../../src/server/documents/snippet.ts";
import { runs } from "../../support/runs.ts";

describe("the search", () => {
  let find: Search;
  beforeAll(async () => {
    find = await indexPassages(openDocuments("."));
  });
  const first = (question: string) =>
    find(question)
      .slice(0, 3)
      .map(({ address }) => address.split("#")[0]);

  it.each([
    ["error codes", "/docs/errors"],
    ["slurm", "/docs/clusters"],
    ["SLRUM sbatch", "/docs/clusters"],
    ["backup restore", "/docs/operations"],
    ["typed client", "/docs/apps"],
    ["conformance", "/docs/plugins/conformance"],
    ["BUDGET_PER_MINUTE", "/docs/operations"],
  ])("finds %s among the first three at %s", (question, address) => {
    expect(first(question)).toContain(address);
  });

  it("links to the heading of a passage, and marks the words in it", () => {
    const [found] = find("paretograph backup restore");
    expect(found!.address).toMatch(/^\/docs\/operations#/);
    expect(found!.words).toContain("restore");
  });

  it("takes some of the words where no passage has all, and finds nothing for what stands nowhere", () => {
    expect(find("slurm qwertzuiop").length).toBeGreaterThan(0);
    expect(find("qwertzuiop")).toEqual([]);
    expect(find("$^*([")).toEqual([]);
  });
});

describe("a snippet", () => {
  it("begins before the first word, and ends between words", () => {
    const text = `${"before ".repeat(40)}the frontier ${"after ".repeat(60)}`.trim();
    const snippet = snippetOf(text, ["frontier"]);
    expect(snippet).toMatch(/^… before [^<]*the <mark>frontier<\/mark> [^<]*after …$/);
    expect(snippet.length).toBeLessThan(280);
  });

  it("is text but for its marks, whatever the text and the words hold", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", " ", "<", "&", '"', "$", ".", "ı", "😀"),
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, fc.array(fc.string({ minLength: 1, maxLength: 5 })), (whole, words) => {
        expect(snippetOf(whole, words).replaceAll(/<\/?mark>/g, "")).not.toMatch(/[<>"]/);
      }),
      runs(300, 20_000),
    );
  });
});
