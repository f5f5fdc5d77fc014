import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readChain, readChecked } from "../../../src/federation/feed/chain.ts";
import { readEntry } from "../../../src/federation/feed/readEntry.ts";
import { openSource } from "../../../src/federation/feed/source.ts";
import type { FeedError } from "../../../src/federation/keys/feedError.ts";

const ROOT = join(import.meta.dirname, "../../feeds");
const feeds = (kind: string) => readdirSync(join(ROOT, kind)).map((name) => join(kind, name));

/** Reads a feed as a reader without a store does: the code of its fault, or the codes of the records that are left out. */
async function read(name: string) {
  const { lab, pinned, remembered, ...expected } = JSON.parse(readFileSync(join(ROOT, name, "expected.json"), "utf8"));
  const source = openSource(join(ROOT, name, "feed"));
  const nothing = { sequence: 0, manifest: null, key: null };
  const refused: Record<string, string> = {};
  const published = new Set<string>();
  try {
    const { following } = await readChain(source, { lab, pinned, revoked: false, ...(remembered ?? nothing) });
    for (const place of following) {
      const manifest = await readChecked(source, place);
      for (const entry of manifest.entries) {
        try {
          const { statement, run } = await readEntry(source, entry, manifest);
          const earlier =
            statement.kind === "retraction"
              ? statement.subject
              : statement.kind === "correction" && statement.predicate.supersedes;
          if (earlier && !published.has(earlier)) refused[entry.digest] = "RECORD_UNKNOWN_RUN";
          if (run) published.add(statement.subject);
        } catch (error) {
          refused[entry.digest] = (error as FeedError).code;
        }
      }
    }
    return { expected, found: { fault: null, refused } };
  } catch (error) {
    return { expected, found: { fault: (error as FeedError).code, refused } };
  }
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
    ];
    expect([...new Set([...codes, ...ofStores])].sort()).toEqual(documented.sort());
  });
});
