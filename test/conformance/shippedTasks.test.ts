import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkCases } from "../../src/conformance/benchmarkCases.ts";
import { SHIPPED_TASKS } from "../../src/plugins/benchmarks/tasks/shippedTasks.ts";

const SAMPLES = join(import.meta.dirname, "../plugins/benchmarks/tasks/samples");

/** For each task a sample in the format of its source, and the options for which it stands. */
const SETUPS: Record<string, [sample: string, options: object][]> = {
  aime24: [["aime24", {}]],
  "arc-challenge": [["arc-challenge", {}]],
  bbh: [
    ["bbh-object_counting", { subset: "object_counting" }],
    ["bbh-date_understanding", { subset: "date_understanding" }],
    ["bbh-web_of_lies", { subset: "web_of_lies" }],
    ["bbh-word_sorting", { subset: "word_sorting" }],
  ],
  mgsm: [
    ["mgsm-de", { language: "de" }],
    ["mgsm-en", { language: "en" }],
  ],
  "mmlu-pro": [["mmlu-pro-test", {}]],
  "olympiadbench-text": [
    ["olympiadbench-maths_en", { subset: "maths_en_COMP" }],
    ["olympiadbench-physics_en", { subset: "physics_en_COMP" }],
  ],
};

const tasks = [...SHIPPED_TASKS.keys()];

it("has a sample of each shipped task", () => {
  expect(Object.keys(SETUPS).toSorted()).toEqual(tasks.map(({ name }) => name).toSorted());
});

describe.each(
  tasks.flatMap((task) => (SETUPS[task.name] ?? []).map(([sample, options]) => ({ sample, task, options }))),
)("the task $sample", ({ sample, task, options }) => {
  const cases = benchmarkCases(task, { options, dataFile: join(SAMPLES, `${sample}.parquet`) });
  it.each(cases.map((one) => [one.code, one] as const))("%s", { timeout: 60_000 }, async (_, { skipped, run }) => {
    if (skipped === undefined) expect((await run()).outcome).not.toBe("skipped");
  });
});
