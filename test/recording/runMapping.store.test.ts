import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportRun } from "../../src/recording/exportRun.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { recordRuns } from "../../src/recording/record.ts";
import { inSampleOrder } from "../../src/recording/submitted/sampleOrder.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";
import type { Store } from "../../src/store/store.ts";
import { runs, samples } from "../../src/store/tables.ts";
import { anySubmission } from "../support/anySubmission.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("a run that goes from one store on %s to another", (_, open) => {
  let stores: [Store, Store];
  beforeAll(async () => {
    stores = [await open(), await open()];
    for (const store of stores) await fillSmallStore(store);
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));

  /** Records it in an empty store, and reads back what is stored of it. */
  async function stored(store: Store, run: RunSubmission) {
    await store.drizzle.delete(runs);
    const [hash] = await recordRuns(store, [run]);
    const [row] = await store.drizzle.select().from(runs);
    const exported = await exportRun(store, (await readMeasuredRun(store, row!.id))!);
    const { id, submission: __, ...columns } = row!;
    const rows = (await store.drizzle.select().from(samples)).map(({ runId, ...own }) => own);
    const inOrder = rows.toSorted((a, b) => (a.problemId < b.problemId ? -1 : 1) || a.repeat - b.repeat);
    return {
      hash,
      columns,
      exported,
      samples: Map.groupBy(inOrder, ({ problemId, repeat }) => `${problemId} ${repeat}`),
    };
  }

  it("keeps its content hash, its measures, its samples and all else that is stored of it", async () => {
    await fc.assert(
      fc.asyncProperty(anySubmission, async (run) => {
        const first = await stored(stores[0], run);
        expect(first.columns.contentHash).toBe(first.hash);
        const { samples: written = [] } = first.exported;
        expect(written).toEqual(inSampleOrder(written));
        const received = runSubmission.parse(JSON.parse(JSON.stringify(first.exported)));
        const second = await stored(stores[1], received);
        expect(second).toEqual(first);
      }),
      { numRuns: 25 },
    );
  });
});
