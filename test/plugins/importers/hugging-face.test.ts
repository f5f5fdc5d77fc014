import { describe, expect, it } from "vitest";
import { modelCards } from "../../../src/plugins/importers/model-cards/importer.ts";
import { fuzzImporter } from "./fuzz.ts";
import { fixture, imported, textFile } from "./importedFrom.ts";

const results = (text: string, path = "zai-org/GLM-5/.eval_results/all.yaml") =>
  imported(modelCards, [textFile(path, text)]);
const entry = (id: string, task: string, value: string, more = "") =>
  `- dataset:\n    id: ${id}\n    task_id: ${task}\n  value: ${value}\n${more}`;

describe(".eval_results", () => {
  it("is read on the scale of the benchmark's leaderboard, for the model of its folders", async () => {
    const more =
      "  date: '2026-03-17'\n  source:\n    url: https://www.swebench.com/\n    name: Official\n  notes: high reasoning\n";
    const { runs } = await results(entry("SWE-bench/SWE-bench_Verified", "swe_bench_%_resolved", "72.80", more));
    expect(runs).toEqual([
      {
        place: "zai-org/GLM-5/.eval_results/all.yaml: 0",
        model: { name: "zai-org/GLM-5" },
        benchmark: { name: "SWE-bench_Verified", dataset: "SWE-bench/SWE-bench_Verified" },
        mode: "high",
        finishedAt: "2026-03-17T00:00:00.000Z",
        sourceUrl: "https://www.swebench.com/",
        protocol: { task: "swe_bench_%_resolved", setup: "high reasoning" },
        notes: expect.stringContaining("Official"),
        measures: { accuracy: { value: expect.closeTo(0.728, 12) } },
      },
    ]);
  });

  it.each([
    ["Idavidrein/gpqa", "gpqa_diamond", { name: "gpqa_diamond", subset: "gpqa_diamond" }],
    ["Idavidrein/gpqa", "diamond", { name: "gpqa_diamond", subset: "diamond" }],
    ["TIGER-Lab/MMLU-Pro", "mmlu_pro", { name: "MMLU-Pro" }],
    ["cais/hle", "default", { name: "hle" }],
    ["MathArena/aime_2026", "MathArena/aime_2026", { name: "aime_2026" }],
  ])("names the benchmark of %s, %s", async (id, task, benchmark) => {
    const { runs } = await results(entry(id, task, "63.3"));
    expect(runs[0]!.benchmark).toEqual({ dataset: id, ...benchmark });
  });

  it.each([
    ["the scale of the leaderboard of some/bench is not known", entry("some/bench", "default", "63.3")],
    ["this may be a share", entry("Idavidrein/gpqa", "gpqa_diamond", "0.412")],
    ["template", entry("cais/hle", "{task_id}", "{metric_value}")],
  ])("leaves out a figure, as %s", async (reason, text) => {
    const { runs, leftOut } = await results(text);
    expect(runs).toEqual([]);
    expect(leftOut[0]!.reason).toContain(reason);
  });

  it("takes 0, which is the same on every scale", async () => {
    expect((await results(entry("cais/hle", "hle", "0"))).runs[0]!.measures).toEqual({ accuracy: { value: 0 } });
  });

  it.each([
    ["160", "OUT_OF_RANGE"],
    ["-3", "OUT_OF_RANGE"],
    ["many", "BAD_FILE"],
  ])("refuses the value %s with its place", async (value, code) => {
    const place = "zai-org/GLM-5/.eval_results/all.yaml: 0.value";
    await expect(results(entry("cais/hle", "hle", value))).rejects.toMatchObject({ code, place });
  });

  it("names the model by the folder of the hub's cache, by the card beside it, or leaves it to the person", async () => {
    const text = entry("cais/hle", "hle", "20.9");
    const cache = await results(text, "hub/models--org--name/snapshots/0123/.eval_results/hle.yaml");
    expect(cache.runs[0]!.model).toEqual({ name: "org/name" });
    const card = textFile("README.md", "---\nmodel-index:\n- name: org/other\n---\n# A model\n");
    const beside = await imported(modelCards, [textFile(".eval_results/hle.yaml", text), card]);
    expect(beside.runs[0]!.model).toEqual({ name: "org/other" });
    expect((await results(text, ".eval_results/hle.yaml")).runs[0]!.model).toEqual({ name: "" });
  });

  it("reads the specification by example as a template and a figure without a scale", async () => {
    const { runs, leftOut } = await imported(modelCards, [fixture("hugging-face/eval_results.yaml")]);
    expect([runs.length, leftOut.length]).toEqual([0, 2]);
  });
});

const card = (front: string) => imported(modelCards, [textFile("org/name/README.md", `---\n${front}\n---\n# Text\n`)]);
const index = (metric: string, dataset = "type: gsm8k\n      name: GSM8K", source = "") => `model-index:
- name: name
  results:
  - task:
      type: text-generation
    dataset:
      ${dataset}
    metrics:
    - ${metric}
${source}`;
const leaderboard =
  "    source:\n      name: Open LLM Leaderboard\n      url: https://huggingface.co/spaces/HuggingFaceH4/open_llm_leaderboard";

describe("model-index", () => {
  it("reads what the leaderboard's bot wrote in percent, with its shots", async () => {
    const set =
      "type: ai2_arc\n      name: ARC\n      config: ARC-Challenge\n      split: test\n      args: {num_few_shot: 25}";
    const { runs } = await card(index("{type: acc_norm, value: 64.68, name: normalized accuracy}", set, leaderboard));
    expect(runs).toMatchObject([
      {
        model: { name: "org/name" },
        benchmark: { name: "ARC", dataset: "ai2_arc", subset: "ARC-Challenge", split: "test" },
        protocol: { metric: "acc_norm", shots: 25 },
        measures: { accuracy: { value: 0.6468 } },
      },
    ]);
  });

  it.each([
    ["0.68 by the leaderboard's bot", "{type: acc, value: 0.68}", leaderboard, "", 0.0068],
    ["a share by the trainer", "{type: accuracy, value: 0.9265}", "", "tags: [generated_from_trainer]\n", 0.9265],
    ["a percentage with its sign", '{type: accuracy, value: "75.5%"}', "", "", 0.755],
    ["a percentage with its error", '{type: accuracy, value: "20.0 ± 1.2", name: "Accuracy (%)"}', "", "", 0.2],
  ])("reads %s", async (_, metric, source, tags, value) => {
    const { runs } = await card(`${tags}${index(metric, undefined, source)}`);
    expect(runs[0]!.measures!.accuracy!.value).toBeCloseTo(value, 12);
  });

  it.each([
    ["nothing says what wrote this one", "{type: accuracy, value: 75.5}"],
    ["nothing says what wrote this one", "{type: accuracy, value: 0.755}"],
    ["no accuracy", "{type: wer, value: 12}"],
    ["no accuracy", "{type: mc2, value: 51.2}"],
    ["no accuracy", "{type: pass@10, value: 51.2}"],
  ])("leaves out what is %s", async (reason, metric) => {
    const { runs, leftOut } = await card(index(metric));
    expect(runs).toEqual([]);
    expect(leftOut[0]!.reason).toContain(reason);
  });

  it("is not taken of a text without front matter, or without results", async () => {
    const others = [textFile("README.md", "# A\nmodel-index:\n"), textFile("b/README.md", "---\ntags: []\n---\n")];
    expect(await imported(modelCards, others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
    expect((await card(index("{type: acc, value: 50%}", "split: test"))).leftOut[0]!.reason).toContain(
      "names no data set",
    );
  });

  it("refuses a percentage above 100 with its place", async () => {
    const place = "org/name/README.md: model-index.0.results.0.metrics.0.value";
    await expect(card(index("{type: acc, value: 160}", undefined, leaderboard))).rejects.toMatchObject({
      ...{ code: "OUT_OF_RANGE", place },
    });
  });
});

it("refuses YAML that is a bomb", async () => {
  const aliases = `a: &a [${"x,".repeat(50)}]\n${[..."bcdefg"].map((name, i) => `${name}: &${name} [${`*${"abcdefg"[i]},`.repeat(50)}]`).join("\n")}`;
  for (const front of [aliases, "[".repeat(100_000), `${"- ".repeat(50_000)}x`, `a: ${"{a: ".repeat(20_000)}`]) {
    await expect(card(`model-index:\n${front}`)).rejects.toMatchObject({ name: "ImportError" });
  }
});

it("gives what can be stored or refuses, whatever is wrong in a file", async () => {
  const text = entry("cais/hle", "hle", "20.9", "  date: '2026-03-17'\n  notes: high reasoning\n");
  await fuzzImporter(modelCards, [textFile("org/name/.eval_results/hle.yaml", text)], 300);
  const front = `---\ntags: [mteb]\n${index("{type: acc, value: 64.68}", undefined, leaderboard)}\n---\n`;
  await fuzzImporter(modelCards, [textFile("org/name/README.md", front)], 300);
});
