import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findOrAddBenchmark } from "../../src/recording/additions.ts";
import { settleProblems } from "../../src/recording/problems.ts";
import { variantOf } from "../../src/store/experiment.ts";
import type { Store } from "../../src/store/store.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const problem = (id: number, expected = String(id)) => ({ id: String(id), question: `${id}?`, expected });

describe.each(ENGINES)("variants of benchmarks on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  const plugin = { slug: "capitals", name: "Capitals", domain: "world", version: "1.0.0", url: null };
  const add = (options: object, version = "1.0.0") =>
    findOrAddBenchmark(store, plugin, variantOf({ name: "capitals", version }, options, {}));

  it("are rows of their own, found again by the same options", async () => {
    const ids = [await add({}), await add({ subset: "easy" }), await add({ subset: "hard" }), await add({}, "2.0.0")];
    expect(new Set(ids).size).toBe(4);
    expect(await add({ subset: "easy" })).toBe(ids[1]);
    const { byId } = (await store.catalogue()).benchmarks;
    expect(byId.get(ids[1]!)).toMatchObject({
      ...{ slug: "capitals/easy", benchmark: "capitals", subset: "easy", language: null, problemsVersion: "1.0.0" },
      ...{ name: "Capitals (easy)", subsetOf: ids[0] },
    });
    expect(byId.get(ids[3]!)).toMatchObject({ slug: "capitals@2.0.0", problemsVersion: "2.0.0" });
  });

  it("take a run whose questions or gold answers differ, and no run that asked only a part", async () => {
    const id = await add({ subset: "settled" });
    const settle = (problems: ReturnType<typeof problem>[]) => settleProblems(store, id, problems);
    const plain = { slug: "capitals/settled", note: null };
    expect(await settle([1, 2, 3].map((n) => problem(n)))).toEqual(plain);
    expect(await settle([1, 2].map((n) => problem(n)))).toEqual(plain);
    expect(await settle([1, 2, 3, 4].map((n) => problem(n)))).toEqual(plain);
    expect((await store.catalogue()).benchmarks.byId.get(id)).toMatchObject({ problemCount: 4 });

    const other = await settle([problem(1), problem(2, "wrong gold"), problem(3), problem(4)]);
    expect(other.slug).toMatch(/^capitals\/settled@1\.0\.0\+[0-9a-f]{12}$/);
    expect(other.note).toContain("differ from those of earlier runs");
    expect((await settle([problem(1), problem(2, "wrong gold"), problem(3), problem(4)])).slug).toBe(other.slug);
    expect((await settle([problem(1), problem(9)])).slug).not.toBe("capitals/settled");
    expect(await settle([problem(4)])).toEqual(plain);
  });

  it("say how much of the problems a run answered", async () => {
    const samples = [1, 2].map((n) => ({ problem: String(n), repeat: 0, correct: true, outputTokens: 40 }));
    const { runs } = await import("../../src/store/tables.ts");
    const hash = await recordRun(store, { mode: "part", samples });
    const run = (await store.drizzle.select().from(runs)).find(({ contentHash }) => contentHash === hash)!;
    expect(run.coverage).toBe(0.5);
    // Two equal lengths say nothing about the problems that were not asked.
    expect(run.measures.output_tokens).toEqual({ value: 40, count: 2 });
    expect(run.measures.accuracy!.low).toBeLessThan(0.5);
  });
});
