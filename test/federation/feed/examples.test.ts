import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWithoutStore } from "./readWithoutStore.ts";

const ROOT = join(import.meta.dirname, "../../feeds");
const feeds = (kind: string) => readdirSync(join(ROOT, kind)).map((name) => join(kind, name));

async function read(name: string) {
  const expected = JSON.parse(readFileSync(join(ROOT, name, "expected.json"), "utf8"));
  return { expected, found: await readWithoutStore(join(ROOT, name, "feed"), expected) };
}

describe("the example feeds", () => {
  it.each([...feeds("valid"), ...feeds("invalid")])("%s is read as it says", async (name) => {
    const { expected, found } = await read(name);
    expect(found).toEqual({ fault: expected.fault, refused: expected.refused });
  });

  it("tries every fault that a feed alone can have", () => {
    const codes = feeds("invalid").flatMap((name) => {
      const { fault, refused } = JSON.parse(readFileSync(join(ROOT, name, "expected.json"), "utf8"));
      return [fault, ...Object.values(refused)].filter(Boolean);
    });
    const format = readFileSync(join(ROOT, "../../docs/feed-format.md"), "utf8");
    const documented = [...format.matchAll(/^\| `((?:FEED|RECORD)_\w+)` \|/gm)].map(([, code]) => code);
    const ofStores = [
      "RECORD_UNKNOWN_NAME",
      "RECORD_NOT_OWN",
      "RECORD_NOT_TAKEN",
      "RECORD_BAD_BUNDLE",
      "RECORD_OTHER_IDENTITY",
      "RECORD_OTHER_VERDICT",
    ];
    expect([...new Set([...codes, ...ofStores])].sort()).toEqual(documented.sort());
  });
});
