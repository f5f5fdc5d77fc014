import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { digestOf } from "../../../src/federation/feed/canonicalJson.ts";
import { readChain, readChecked } from "../../../src/federation/feed/chain.ts";
import { readEntry } from "../../../src/federation/feed/readEntry.ts";
import type { FeedSource } from "../../../src/federation/feed/source.ts";
import { FeedError } from "../../../src/federation/keys/feedError.ts";
import { seededRandom } from "../../../src/frontier/statistics/seededRandom.ts";
import { keyOf } from "../../feeds/makeFeeds.ts";
import { IS_LONG } from "../../support/runs.ts";
import { spoilt } from "./spoilt.ts";

const FOLDER = join(import.meta.dirname, "../../feeds/valid/every-kind/feed");
const NORTH = keyOf("north", 1);
const files = new Map(
  ["", "manifests", "records", "runs"].flatMap((part) =>
    readdirSync(join(FOLDER, part), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [join(part, name), readFileSync(join(FOLDER, part, name))] as const),
  ),
);
const original = new Map([...files].map(([path, bytes]) => [path, digestOf(bytes)]));
const RECORDS = IS_LONG ? 100_000 : 500;

it("takes nothing of a spoilt feed but what its lab signed, and fails in no other way than it says", async () => {
  const random = seededRandom(7);
  const paths = [...files.keys()];
  let [refused, read] = [0, 0];
  for (let turn = 0; read + refused < RECORDS; turn++) {
    const bad = paths[Math.floor(random() * paths.length)]!;
    const other = paths[Math.floor(random() * paths.length)]!;
    // Sometimes a file stands in the place of another.
    const bytes = random() < 0.2 ? files.get(other)! : spoilt(files.get(bad)!, random);
    const source: FeedSource = {
      read: async (path, limit, scope) => {
        const found = path === bad ? bytes : files.get(path);
        if (!found) throw new FeedError(`${scope}_UNREACHABLE`, path);
        if (found.length > limit) throw new FeedError(`${scope}_TOO_LARGE`, path);
        return found;
      },
    };
    try {
      const unread = { sequence: 0, manifest: null, key: null, revoked: false };
      const { following } = await readChain(source, { lab: "north", pinned: NORTH.keyId, ...unread });
      for (const place of following) {
        const manifest = await readChecked(source, place);
        for (const entry of manifest.entries) {
          try {
            await readEntry(source, entry, manifest);
            read++;
            // Whatever is taken has the bytes that were published.
            for (const path of [`records/${entry.digest}.json`, entry.run && `runs/${entry.run.digest}.json`]) {
              if (path === bad) expect(digestOf(bytes)).toBe(original.get(path));
            }
          } catch (error) {
            expect(error).toBeInstanceOf(FeedError);
            expect((error as FeedError).code).toMatch(/^RECORD_/);
            refused++;
          }
        }
      }
    } catch (error) {
      expect(error, `turn ${turn}, ${bad}`).toBeInstanceOf(FeedError);
      expect((error as FeedError).code).toMatch(/^FEED_/);
      refused++;
    }
  }
  expect(Math.min(refused, read)).toBeGreaterThan(RECORDS / 20);
});
