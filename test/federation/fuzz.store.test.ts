import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { MOST_BYTES } from "../../src/federation/peers/peer.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import { openStore } from "../../src/store/store.ts";
import { countersignatures, heldSubmissions, peers, runs, samples } from "../../src/store/tables.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { IS_LONG } from "../support/runs.ts";
import { readWithoutStore } from "./feed/readWithoutStore.ts";
import { writeSpoilt } from "./feed/spoiltFeed.ts";
import { Instance } from "./instance.ts";

const RECORDS = IS_LONG ? 10_000 : 60;
const told = { lab: "north", pinned: keyOf("north", 1).keyId, remembered: null };
const folder = mkdtempSync(join(tmpdir(), "paretograph-fuzz-"));
let reader: Instance;

beforeAll(async () => {
  const url = await createDatabaseOn(inject("postgresUrl"));
  reader = await Instance.open("reader", () => openStore({ url }));
});
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true });
});

/** The runs that are stored, with the number of their samples, and all samples. */
async function stored() {
  const { drizzle } = reader.store;
  const count = sql<number>`(select count(*)::int from ${samples} where ${samples.runId} = ${runs.id})`;
  const rows = await drizzle.select({ hash: runs.contentHash, status: runs.status, samples: count }).from(runs);
  return { rows, sampleCount: await drizzle.$count(samples) };
}

async function forgetAll() {
  const { drizzle } = reader.store;
  for (const table of [peers, heldSubmissions, countersignatures, runs]) await drizzle.delete(table);
  await reader.store.refresh();
}

it("takes each record of a spoilt feed whole or not at all, and says why", { timeout: 3_600_000 }, async () => {
  const seed = IS_LONG ? Date.now() : 3;
  if (IS_LONG) console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const became: Record<string, number> = {};
  for (let read = 0, turn = 0; read < RECORDS; turn++) {
    const feed = join(folder, `${turn}`);
    await writeSpoilt(feed, random);
    const { fault, refused } = await readWithoutStore(feed, told);
    const { lab, pinned } = told;
    const [peer] = await reader.store.drizzle
      .insert(peers)
      .values({ url: feed, lab, pinned, mostBytes: MOST_BYTES })
      .returning();
    const code = await reader.pull(peer!).then(
      () => null,
      (error) => error.code ?? error,
    );
    expect(code, feed).toBe(fault);
    const records = [...(await reader.records(peer!)).values()];
    const { rows, sampleCount } = await stored();
    const taken = records.filter(({ status, runDigest }) => status === "TAKEN" && runDigest !== null);
    expect(rows.map(({ hash }) => hash).sort(), feed).toEqual([...new Set(taken.map((one) => one.subject))].sort());
    for (const { hash, samples: count } of rows) {
      const run = JSON.parse(readFileSync(join(feed, `runs/${hash}.json`), "utf8"));
      expect(count, `${feed} ${hash}`).toBe(run.samples?.length ?? 0);
    }
    expect(sampleCount).toBe(rows.reduce((sum, one) => sum + one.samples, 0));
    for (const { digest, status, code, message } of records) {
      // The store knows more than the feed says; what the feed itself shows is refused all the same.
      if (refused[digest] && refused[digest] !== "RECORD_UNKNOWN_RUN") expect(code, feed).toBe(refused[digest]);
      if (status === "REFUSED" || status === "WAITING") expect(message, feed).toBeTruthy();
      became[code ?? status] = (became[code ?? status] ?? 0) + 1;
    }
    if (fault) became[fault] = (became[fault] ?? 0) + 1;
    read += Math.max(records.length, 1);
    await forgetAll();
    rmSync(feed, { recursive: true });
  }
  expect(Object.keys(became).length).toBeGreaterThan(6);
  expect(readdirSync(folder)).toEqual([]);
  if (IS_LONG) console.log(became);
});
