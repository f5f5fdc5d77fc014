import { describe, expect, it } from "vitest";
import { readExperiment } from "../../../src/evaluation/experiment/readExperiment.ts";

const read = (text: string) => readExperiment(text, "e.yaml");
const HEAD = "name: e\nmodels: [a/b]\nbenchmarks: [sums]\n";

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toMatchObject({ code: "BAD_EXPERIMENT" });
    return (error as Error).message;
  }
  throw new Error("It was read.");
}

describe("an experiment file", () => {
  it("is read from YAML and from JSON in the same way", () => {
    const yaml = read(`${HEAD}thinking: [off, 64, full]\nlimit: 5\n`);
    const json = read(
      '{"name":"e","models":["a/b"],"benchmarks":[{"benchmark":"sums"}],"thinking":["off",64,"full"],"limit":5}',
    );
    expect(yaml).toEqual(json);
    expect(yaml).toEqual({
      name: "e",
      estimate: {},
      models: [{ model: "a/b" }],
      benchmarks: [{ benchmark: "sums" }],
      shared: { thinking: ["off", 64, "full"], limit: 5 },
    });
  });

  it("adds no default of its own, so that a part that says nothing leaves room for the others", () => {
    const { models, benchmarks, shared } = read(
      "name: e\nmodels: [{ model: a/b, temperature: 0.5 }]\nbenchmarks: [{ benchmark: sums, limit: 3 }]\n",
    );
    expect([models, benchmarks, shared]).toEqual([
      [{ model: "a/b", temperature: 0.5 }],
      [{ benchmark: "sums", limit: 3 }],
      {},
    ]);
  });

  it.each([
    [
      "name: e\nmodels: [a/b]\nbenchmarks: [sums]\nlimt: 5\n",
      /^e\.yaml, line 4: limt: there is no such key\. There are: name, models, /,
    ],
    [
      "name: e\nmodels:\n  - a/b\n  - model: c/d\n    limit: many\nbenchmarks: [sums]\n",
      /^e\.yaml, line 5: models\[1\]\.limit: .*number/,
    ],
    [
      "name: e\nmodels:\n  - model: c/d\n    benchmarks: [x]\nbenchmarks: [sums]\n",
      /line 4: models\[0\]\.benchmarks: there is no such key\. There are: model, engine/,
    ],
    [
      "name: e\nmodels: [a/b]\nbenchmarks:\n  - benchmark: sums\n    runner: vllm\n",
      /line 5: benchmarks\[0\]\.runner: there is no such key/,
    ],
    ["name: e\nmodels: [5]\nbenchmarks: [sums]\n", /line 2: models\[0\]: it is neither a name nor an object/],
    ["name: e\nmodels: []\nbenchmarks: [sums]\n", /line 2: models: /],
    ["name: e\nbenchmarks: [sums]\n", /models: /],
    ["name: a b\nmodels: [a/b]\nbenchmarks: [sums]\n", /line 1: name: a name has up to 100/],
    [`${HEAD}limit: .inf\n`, /line 4: limit: /],
    [`${HEAD}limit: 0\n`, /line 4: limit: /],
    [`${HEAD}thinking: off\n`, /line 4: thinking: .*array/],
    [`${HEAD}estimate: { hardware: H100-SXM, dollars: 2 }\n`, /line 4: estimate\.dollars: there is no such key/],
    ["name: e\nname: f\n", /line 2: .*unique/i],
    ["name: [e\n", /line \d: /],
    ["name: e\n---\nname: f\n", /line \d: .*document/],
    [`${HEAD}limit: !!js/function "x"\n`, /line 4: .*tag/i],
    ["", /the file: /],
    ["- a\n", /line 1: the file: /],
    ["null", /the file: /],
  ])("is refused with the line, the path and what is allowed: %j", (text, message) => {
    const said = refusal(text);
    expect(said).toMatch(message);
    expect(said).not.toContain("\n");
  });

  it("is bounded: in its length, in what its aliases stand for, and in its depth", () => {
    expect(refusal(`${HEAD}#${"x".repeat(100_000)}`)).toMatch(/100000 are allowed/);
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let i = 0; i < 8; i++) {
      const [now, before] = [String.fromCharCode(98 + i), String.fromCharCode(97 + i)];
      bomb.push(`${now}: &${now} [${`*${before}, `.repeat(9)}]`);
    }
    const begun = performance.now();
    expect(refusal(bomb.join("\n"))).toMatch(/alias/i);
    expect(refusal("[".repeat(20_000))).toMatch(/e\.yaml/);
    expect(refusal(`${HEAD}runnerOptions: ${"{a: ".repeat(5000)}1${"}".repeat(5000)}`)).toMatch(/e\.yaml/);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it("may use aliases for parts that repeat", () => {
    const { models } = read(
      "name: e\nmodels:\n  - { model: a/b, runnerOptions: &o { launch: { tensorParallel: 2 } } }\n  - { model: c/d, runnerOptions: *o }\nbenchmarks: [sums]\n",
    );
    expect(models[1]!.runnerOptions).toEqual({ launch: { tensorParallel: 2 } });
  });
});
