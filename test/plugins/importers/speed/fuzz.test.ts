import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { fuzzImporter, importAll } from "../fuzz.ts";
import { fixture, SPEED_IMPORTERS, SPEED_SHAPE } from "./read.ts";

const FIXTURES = readdirSync(new URL("../fixtures/speed", import.meta.url)).filter((name) => !name.endsWith(".md"));

test("every file of the fixtures is known by one importer", async () => {
  const counts = await Promise.all(
    FIXTURES.map(async (name) => {
      const all = await Promise.all(SPEED_IMPORTERS.map((importer) => importAll(importer, [fixture(name)])));
      for (const one of all.flat()) if (one.kind === "speed") SPEED_SHAPE.parse(one.speed);
      return all.filter((found) => found.length > 0).length;
    }),
  );
  expect(counts).toEqual(FIXTURES.map(() => 1));
});

const FUZZED: Record<string, string[]> = {
  "vllm-bench": ["vllm-v0.11.0.json", "vllm-fork-glm5_fp8_isl10240_osl128_conc4.json"],
  "sglang-bench": ["sglang-v0.5.23-output-details.jsonl"],
  guidellm: ["guidellm-v0.2.json"],
  aiperf: ["profile_export_aiperf.json"],
  inferencex: ["inferencex-agg_row.json"],
  "llm-d-report": ["llmd-br_v0_2_1_example.yaml"],
};

test.each(Object.entries(FUZZED))(
  "%s yields what can be stored of broken files, or refuses them",
  async (name, files) => {
    const importer = SPEED_IMPORTERS.find((one) => one.name === name)!;
    const checked = {
      ...importer,
      async *read(...given: Parameters<typeof importer.read>) {
        for await (const one of importer.read(...given)) {
          if (one.kind === "speed") SPEED_SHAPE.parse(one.speed);
          yield one;
        }
      },
    };
    await fuzzImporter(
      checked,
      files.map((file) => fixture(file)),
      name === "llm-d-report" ? 20 : 300,
    );
  },
);
