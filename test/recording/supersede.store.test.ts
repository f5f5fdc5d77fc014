import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../src/access/principal.ts";
import { submitRuns } from "../../src/exchange/submitting/submitRuns.ts";
import { type SubmittedRun, submittedRun } from "../../src/exchange/submitting/submittedRun.ts";
import type { Store } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const LAB_A: Principal = { id: "1", scope: "submit", lab: "lab-a" };
const LAB_B: Principal = { id: "2", scope: "submit", lab: "lab-b" };

describe.each(ENGINES)("a run that supersedes another on %s", { timeout: 60_000 }, (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  const run = (mode: string, accuracy: number, more: Partial<SubmittedRun> = {}) =>
    submittedRun.parse({
      ...{ model: "acme/small", benchmark: "sums", lab: "lab-a", mode, measures: { accuracy: { value: accuracy } } },
      ...more,
    });
  const submit = async (runs: SubmittedRun[], by = LAB_A) =>
    (await submitRuns(store, runs, by, "held")).map((one) =>
      "error" in one ? String((one.error as Error).message) : `${one.status} ${one.contentHash}`,
    );
  const hashOf = (outcome: string | undefined) => outcome!.split(" ")[1]!;
  const states = async (mode: string) =>
    (await store.rows("select status, superseded_by, content_hash from runs where mode = $1 order by id", [mode])).map(
      ([status, by, hash]) => ({ status, by, hash }),
    );
  const pooled = async (mode: string) =>
    (await store.rows("select accuracy, run_count from pooled_results where mode = $1", [mode])) as unknown[];

  it("takes its place in one step, and again is the same run", async () => {
    const [first] = await submit([run("a", 0.5)]);
    const better = run("a", 0.75, { supersedes: hashOf(first) });
    const [second] = await submit([better]);
    expect(second).toMatch(/^STORED/);
    const expected = [
      { status: "RETRACTED", by: hashOf(second), hash: hashOf(first) },
      { status: "SUCCEEDED", by: null, hash: hashOf(second) },
    ];
    expect(await states("a")).toEqual(expected);
    expect(await pooled("a")).toEqual([[0.75, 1]]);
    expect(await submit([better])).toEqual([`KNOWN ${hashOf(second)}`]);
    expect(await states("a")).toEqual(expected);
    // It is a part of the content hash.
    expect(hashOf(second)).not.toBe(hashOf((await submit([run("a", 0.75)]))[0]));
  });

  it("can be superseded itself, also within one batch", async () => {
    const first = run("b", 0.1);
    const [hash] = (await submit([first])).map(hashOf);
    const [, ...outcomes] = await submit([first, run("b", 0.2, { supersedes: hash! })]);
    const [second] = outcomes.map(hashOf);
    await submit([run("b", 0.3, { supersedes: second! })]);
    expect((await states("b")).map(({ status }) => status)).toEqual(["RETRACTED", "RETRACTED", "SUCCEEDED"]);
    expect(await pooled("b")).toEqual([[0.3, 1]]);
  });

  it("is refused whole where the other is unknown, another lab's, another experiment's or superseded already", async () => {
    const [own, others] = [
      (await submit([run("c", 0.5)])).map(hashOf)[0]!,
      await submit([run("c", 0.6, { lab: "lab-b" })], LAB_B),
    ];
    const samples = [{ problem: "1", repeat: 0, correct: true }];
    const by = (supersedes: string, more = {}) =>
      submit([run("c", 0.9, { supersedes, measures: {}, samples, ...more })]);
    expect(await by("0".repeat(64))).toEqual(["supersedes: the lab has no run with this content hash."]);
    expect(await by(hashOf(others[0]))).toEqual(["supersedes: the lab has no run with this content hash."]);
    expect((await by(own, { mode: "d" }))[0]).toMatch(/another model, mode or benchmark/);
    expect((await by(own, { model: "acme/large" }))[0]).toMatch(/another model, mode or benchmark/);
    const count =
      "select (select count(*) from runs where mode in ('c', 'd'))::int, (select count(*) from samples)::int";
    expect(await store.rows(count, [])).toEqual([[2, 0]]);
    // Of two that replace the same run, one does, and the other is refused alone.
    const two = await submit([run("c", 0.7, { supersedes: own }), run("c", 0.8, { supersedes: own }), run("e", 0.1)]);
    expect(two).toEqual([
      expect.stringMatching(/^STORED/),
      expect.stringMatching(/^supersedes: the run is superseded by \w{64} already/),
      expect.stringMatching(/^STORED/),
    ]);
    expect((await pooled("c")).length).toBe(2);
  });
});
