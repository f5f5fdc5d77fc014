import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as plugin from "../../../src/exports/plugin.ts";
import { flatFields, readContract, unexplained } from "../../../tools/reference/contractTypes.ts";
import { readModule } from "../../../tools/reference/declarations.ts";

/** That it is as `npm run docs` writes it is tested with the other documents. */
const reference = readFileSync("docs/plugins/reference.md", "utf8");

describe("the reference of the contract", () => {
  it("has a section for each kind that can be defined", () => {
    const defined = Object.keys(plugin).flatMap((name) => /^define(?!Plugin$)(.+)$/.exec(name)?.[1] ?? []);
    const sections = [...reference.matchAll(/^## (\w+)Plugin$/gm)].map(([, kind]) => kind!);
    expect(sections.toSorted()).toEqual(defined.toSorted());
    expect(sections.length).toBeGreaterThanOrEqual(7);
  });

  it("explains every field and every type", () => {
    expect(unexplained(readContract())).toEqual([]);
  });

  it("links only to sections that are there", () => {
    const anchors = [...reference.matchAll(/^#+ (\w+)$/gm)].map(([, name]) => name!.toLowerCase());
    const links = [...reference.matchAll(/\(#([\w-]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });
});

describe("the reader of types", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-types-"));
    writeFileSync(
      join(folder, "one.ts"),
      `import type { Other } from "./other.ts";
/** A thing.
 * It has two lines. */
export interface Thing<Options = unknown> extends Base<Options>, Other {
  /** The place. */
  place?: string | null;
  bare: number;
  /** Not of the next field. */

  // A remark between the two.
  apart: number;
  /** Does it. */
  work?(options: Options, /* inner */ many: readonly Other[]): Promise<void>;
  /** Holds more. */
  inner: {
    /** Deep. */
    deep: boolean;
    shallow: boolean;
  };
  /** Is explained as a whole. */
  whole: { a: number; b: number };
}
/** Either. */
export type Either = | "a" | Other;
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gives each field with its type in one line and the comment right before it", () => {
    const { declarations, imports } = readModule(join(folder, "one.ts"));
    const thing = declarations.get("Thing")!;
    expect(thing).toMatchObject({ comment: "A thing. It has two lines.", extended: ["Base<Options>", "Other"] });
    expect(flatFields(thing).map(({ name, isOptional, type, comment }) => [name, isOptional, type, comment])).toEqual([
      ["place", true, "string | null", "The place."],
      ["bare", false, "number", ""],
      ["apart", false, "number", ""],
      ["work", true, "(options: Options, many: readonly Other[]): Promise<void>", "Does it."],
      ["inner", false, "{ deep: boolean; shallow: boolean; }", "Holds more."],
      ["inner.deep", false, "boolean", "Deep."],
      ["inner.shallow", false, "boolean", ""],
      ["whole", false, "{ a: number; b: number }", "Is explained as a whole."],
    ]);
    expect(declarations.get("Either")).toMatchObject({ alias: '"a" | Other', comment: "Either." });
    expect(imports.get("Other")).toBe(join(folder, "other.ts"));
  });

  it("names what no comment explains", () => {
    const { declarations } = readModule(join(folder, "one.ts"));
    const everyPlugin = { name: "Plugin", file: "", comment: "", extended: [], fields: [], alias: null };
    expect(unexplained({ everyPlugin, kinds: [declarations.get("Thing")!], others: [] })).toEqual([
      "Plugin",
      "Thing.bare",
      "Thing.apart",
      "Thing.inner.shallow",
    ]);
  });
});
