import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { majorityVote } from "../../../src/frontier/testTimeCompute/majorityVote.ts";
import { readBallots } from "../../../src/store/reading/ballots.ts";
import { readSampledAnswers } from "../../../src/store/reading/storedAnswers.ts";
import type { Store } from "../../../src/store/store.ts";
import { benchmarks } from "../../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

/** Answers to four repeats of each question. The options move back by one place a repeat, so the right letter does too. */
const ANSWERS: Record<string, [expected: string, answers: string][]> = {
  tens: [
    // The first three repeats choose the option that is three places after the right one: it wins.
    ["CBAJ", "FEDJ"],
    // The last two choose the option two places after the right one, which ties with the two right answers.
    ["CBAJ", "CBCB"],
    // The two letters E are different options, so the two right answers win.
    ["CBAJ", "EEAJ"],
  ],
  fours: [
    // The first two choose the option after the right one, which ties with the two right answers.
    ["ADCB", "BACB"],
    // E is no option here: both are the same text, which ties with the two right answers.
    ["ADCB", "EECB"],
  ],
};

describe.each(ENGINES)("the votes of stored answers on %s", (_, open) => {
  let store: Store;

  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await store.drizzle.insert(benchmarks).values([
      { slug: "tens", name: "Ten options", version: "1", optionCount: 10 },
      { slug: "fours", name: "Four options", version: "1", optionCount: 4 },
      { slug: "unstated", name: "No number of options", version: "1" },
    ]);
    await store.refresh();
  });
  afterAll(() => store.close());

  async function accuracyOfFour(benchmark: string, questions: [expected: string, answers: string][]) {
    const samples = questions.flatMap(([expected, answers], question) =>
      [...answers].map((answer, repeat) => ({
        ...{ problem: String(question), repeat, outputTokens: 10 },
        ...{ answer, expected: expected[repeat]!, correct: answer === expected[repeat] },
      })),
    );
    await recordRun(store, { benchmark, samples });
    const [row] = await store.rows("select id, benchmark_id from runs order by id desc limit 1", []);
    const [runId, benchmarkId] = row as [number, number];
    const [ballots] = await readBallots(store.drizzle, [runId]);
    const [group] = await readSampledAnswers(store, { benchmarkIds: [benchmarkId] });
    const votes = new Set(ballots!.map(({ problem, vote }) => `${problem} ${vote}`));
    expect(new Set(group!.answers.map(({ problem, vote }) => `${problem} ${vote}`))).toEqual(votes);
    return majorityVote(ballots!, 4)!.mean;
  }

  it("are options, the same ones in every order, of a benchmark with ten options", async () => {
    expect(await accuracyOfFour("tens", ANSWERS.tens!)).toBeCloseTo((0 + 1 / 2 + 1) / 3);
  });

  it("are options of a benchmark with four, and letters beyond them are plain text", async () => {
    expect(await accuracyOfFour("fours", ANSWERS.fours!)).toBeCloseTo((1 / 2 + 1 / 2) / 2);
  });

  it("are texts where the benchmark states no number of options", async () => {
    // The first question has four different answers, the second two that agree, the third ties two letters with two.
    expect(await accuracyOfFour("unstated", ANSWERS.tens!)).toBeCloseTo((1 / 4 + 1 + 1 / 2) / 3);
  });
});
