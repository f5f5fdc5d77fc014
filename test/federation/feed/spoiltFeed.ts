import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalBytes } from "../../../src/federation/feed/canonicalJson.ts";
import { keyOf, RECORDS, Tampered, writeFeed } from "../../feeds/makeFeeds.ts";
import { spoilt } from "./spoilt.ts";

type Random = () => number;
const one = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** Values that readers of a format tend to disagree about. */
const ODD: unknown[] = [
  ...[null, true, 0, -1, 0.5, 1e21, 1e-7, 2 ** 31, 2 ** 53, "", " ", "x", "ü", "😀", "\u0000", "\u00ad", "a\n", [], {}],
  ...["x".repeat(201), "x".repeat(1001), "x".repeat(10_001), "0".repeat(64), "../feed", "2026-02-30", "2026-11-20"],
  ...["2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00Z", "2026-13-20T12:00:00.000Z", "2026-11-20T24:00:00.000Z"],
  ...["0000-11-20T12:00:00.000Z", "9999-12-31T23:59:59.999Z", { "a\u0000": 1 }],
  ...["http://a:b@c/", "ftp://a/b", "https://a/b", "north", "south", "reproduced", "REPRODUCED", "FEDERATED", "AA=="],
  ...[{ sha256: "0".repeat(64) }, [{}], [[[[]]]], { constructor: 1 }, { value: 1, standardError: 1, low: 0 }],
];
const NAMES = [
  "note",
  "next",
  "run",
  "size",
  "revoked",
  "bundle",
  "samples",
  "notes",
  "recipe",
  "protocol",
  "measures",
];

/** The value with a change at some place: something else, nothing, something more, or the same twice. */
export function changed(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random() < 0.15) return one(random, ODD);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length + 1));
    if (random() < 0.2) return value.toSpliced(at, 1);
    if (random() < 0.2) return value.toSpliced(at, 0, value[at] ?? one(random, ODD));
    return value.map((item, i) => (i === at ? changed(item, random) : item));
  }
  const name = one(random, [...Object.keys(value), ...(random() < 0.2 ? NAMES : [])]);
  if (name === undefined) return one(random, ODD);
  const { [name]: old, ...others } = value as Record<string, unknown>;
  return random() < 0.15 ? others : { ...others, [name]: changed(old, random) };
}

/** Writes a feed with one fault, perhaps, which its own lab may have signed. */
export async function writeSpoilt(folder: string, random: Random): Promise<void> {
  const all = [...Object.values(RECORDS)];
  const first = one(random, all);
  const others = all.filter((record) => record !== first);
  await writeFeed(folder, [{ add: [RECORDS.FIRST] }, { add: [first, ...others].filter((r) => r !== RECORDS.FIRST) }]);
  const feed = new Tampered(folder);
  const dice = random();
  if (dice < 0.15) {
    const part = one(random, ["manifests", "records", "runs"]);
    const file = random() < 0.2 ? join(folder, "feed.json") : anyFile(join(folder, part), random);
    writeFileSync(file, spoilt(readFileSync(file), random));
  } else if (dice < 0.25) feed.head((head) => changed(head, random) as object);
  else if (dice < 0.45) feed.manifest((manifest) => changed(manifest, random) as object);
  else if (dice < 0.5) feed.record((bytes) => spoilt(bytes, random));
  else if (dice < 0.55) feed.statement((statement) => statement, keyOf("north", 9));
  else if (dice < 0.75 || !feed.first().run) feed.statement((statement) => changed(statement, random) as object);
  else {
    const bytes = readFileSync(join(folder, "runs", `${feed.first().run!.digest}.json`));
    feed.run(
      random() < 0.1 ? spoilt(bytes, random) : canonicalBytes(changed(JSON.parse(`${bytes}`), random) as object),
    );
  }
}

const anyFile = (folder: string, random: Random) => join(folder, one(random, readdirSync(folder)));
