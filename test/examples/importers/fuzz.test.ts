import { describe, test } from "vitest";
import { fuzzImporter } from "../../plugins/importers/fuzz.ts";
import { SPEED_SHAPE } from "../../plugins/importers/speed/read.ts";
import { folder, importerNamed } from "./read.ts";

/** How many broken sets of each format are tried in the quick tests. */
const RECORDS: Record<string, number> = {
  codecarbon: 60,
  evalscope: 20,
  "evalscope-perf": 100,
  helm: 10,
  "inference-perf": 100,
  lighteval: 8,
  "ml-energy": 60,
  "nemo-evaluator": 60,
  opencompass: 60,
  "optimum-benchmark": 100,
  "simple-evals": 60,
  "simple-evals-ru": 60,
};

describe("broken files give what can be stored, or are refused", () => {
  test.each(Object.entries(RECORDS))("%s", async (name, records) => {
    const importer = importerNamed(name);
    const format = name.replace(/-(?:perf|ru)$/, (ending) => (name === "inference-perf" ? ending : ""));
    // Which model it is says who imports it, where the file does not.
    const named = <T extends { model: { name: string } }>(one: T): T => ({
      ...one,
      model: { name: one.model.name || "a" },
    });
    const checked = {
      ...importer,
      async *read(...given: Parameters<typeof importer.read>) {
        for await (const one of importer.read(...given)) {
          if (one.kind === "speed") SPEED_SHAPE.parse(JSON.parse(JSON.stringify(one.speed)));
          yield one.kind === "run" ? { ...one, run: named(one.run) } : one;
        }
      },
    };
    await fuzzImporter(checked, folder(format), records);
  });
});
