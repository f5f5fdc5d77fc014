import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRunsByHash, readSamples } from "../../../src/store/reading/rowsByKey.ts";
import type { Store } from "../../../src/store/store.ts";
import { runs } from "../../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

describe.each(ENGINES)("rows by key on %s", (_, open) => {
  let store: Store;
  let hashes: string[];
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    hashes = [];
    for (const mode of ["on", "off"]) {
      const samples = ["1", "2"].map((problem) => ({ problem, repeat: 3, answer: `${mode} ${problem}` }));
      hashes.push(await recordRun(store, { mode, samples }));
    }
    await store.drizzle.update(runs).set({ provisionalHash: "unfinished:1" }).where(sql`mode = 'off'`);
  });
  afterAll(() => store.close());

  it("come in the order of the keys, found by either hash, undefined where there is none", async () => {
    const [on, off] = hashes as [string, string];
    const found = await readRunsByHash(store, [off, "none", on, "unfinished:1", off]);
    expect(found.map((run) => run?.mode)).toEqual(["off", undefined, "on", "off", "off"]);
    expect(found.map((run) => run?.contentHash)).toEqual([off, undefined, on, off, off]);
    const samples = await readSamples(store, [
      { runHash: off, problemId: "2", repeat: 3 },
      { runHash: off, problemId: "2", repeat: 0 },
      { runHash: "unfinished:1", problemId: "2", repeat: 3 },
      { runHash: on, problemId: "1", repeat: 3 },
      { runHash: "none", problemId: "1", repeat: 3 },
    ]);
    expect(samples.map((sample) => sample?.answer)).toEqual(["off 2", undefined, "off 2", "on 1", undefined]);
    expect(samples.map((sample) => sample?.runHash)).toEqual([off, undefined, off, on, undefined]);
  });

  it("are read by their indexes, by one statement", async () => {
    const texts: string[] = [];
    const rows = async (text: string) => {
      texts.push(text);
      return [];
    };
    const watched = { ...store, rows };
    await readRunsByHash(watched, ["a", "b"]);
    await readSamples(watched, [{ runHash: "a", problemId: "1", repeat: 0 }]);
    expect(texts).toHaveLength(2);
    await store.drizzle.transaction(async (transaction) => {
      // Tables this small would be read whole.
      await transaction.execute(sql`set local enable_seqscan = off`);
      for (const text of texts) {
        const plan = JSON.stringify(
          await transaction.execute(sql.raw(`explain (costs off) ${text.replaceAll(/\$\d/g, "'{1}'")}`)),
        );
        expect(plan).toContain("runs_content_hash_unique");
        expect(plan).toContain("runs_provisional_hash_unique");
        expect(plan).not.toContain("Seq Scan");
      }
    });
  });
});
