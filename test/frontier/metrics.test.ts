import { describe, expect, it } from "vitest";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import {
  COLUMN_METRICS,
  deploymentEffect,
  hasColumn,
  isSampleMetric,
  METRICS,
  type Metric,
  measuredOf,
  metricNamed,
  modelField,
  quotientOf,
  SAMPLE_METRICS,
} from "../../src/frontier/metrics.ts";

const namesOf = (metrics: readonly { name: string }[]) => metrics.map(({ name }) => name);
const named = (isIn: (name: string) => boolean) => namesOf(METRICS).filter(isIn);

describe("the built-in metrics", () => {
  it("are those that are maximised, on an axis that is linear for shares alone", () => {
    const metrics: readonly Metric[] = METRICS;
    expect(namesOf(metrics.filter(({ direction }) => direction === "MAXIMIZE"))).toEqual([
      "accuracy",
      "throughput",
      "coverage",
      "batch",
      "parsed_share",
      "least_right_share",
      "most_right_share",
      "throughput_per_accelerator",
      "throughput_per_user",
    ]);
    expect(namesOf(metrics.filter(({ unit }) => unit === "1"))).toEqual(
      namesOf(metrics.filter(({ scale }) => scale === "linear")),
    );
    expect(metricNamed("flops")).toMatchObject({
      name: "flops",
      unit: "FLOP/problem",
      direction: "MINIMIZE",
      scale: "log",
    });
  });

  it("have different names, and a description that is a sentence", () => {
    expect(new Set(namesOf(METRICS)).size).toBe(METRICS.length);
    for (const { title, description } of METRICS) expect(`${title}: ${description}`).toMatch(/^[A-Z].*: [A-Z0-9].*\.$/);
  });

  it("have a column where lists are ordered by them", () => {
    const columns = [
      ...["accuracy", "flops", "output_tokens", "prompt_tokens", "latency", "ttft"],
      ...["throughput", "gpu_time", "gpu_memory", "energy", "cost", "coverage"],
    ];
    expect(namesOf(COLUMN_METRICS)).toEqual(columns);
    expect(named(hasColumn)).toEqual(columns);
    expect(hasColumn("of_a_plugin")).toBe(false);
  });

  it("follow from the model where they are its parameters", () => {
    expect(named((name) => modelField(name) !== null)).toEqual(["total_parameters", "active_parameters"]);
    expect(modelField("active_parameters")).toBe("activeParameters");
    expect(modelField("of_a_plugin")).toBeNull();
  });

  it("have a value of a single answer where a sample has a field for it", () => {
    const fields = Object.fromEntries(SAMPLE_METRICS.map(({ name, sampleField }) => [name, sampleField]));
    expect(fields).toEqual({
      accuracy: "score",
      flops: "flops",
      output_tokens: "outputTokens",
      prompt_tokens: "promptTokens",
      latency: "latency",
      ttft: "ttft",
      cost: "cost",
      reasoning_tokens: "reasoningTokens",
    });
    expect(named(isSampleMetric)).toEqual(Object.keys(fields));
    expect(isSampleMetric("of_a_plugin")).toBe(false);
  });

  it("follow from a deployment where they grow with its tokens or are the same for all answers", () => {
    expect(named((name) => deploymentEffect(name) === "GROWS_WITH_TOKENS")).toEqual([
      "latency",
      "gpu_time",
      "energy",
      "cost",
      "cost_per_correct",
      "joules_per_correct",
    ]);
    expect(named((name) => deploymentEffect(name) === "SAME_FOR_ALL")).toEqual([
      ...["ttft", "throughput", "gpu_memory", "energy_per_token", "power"],
      ...["inter_token_latency", "inter_token_latency_p99", "batch"],
      ...["throughput_per_accelerator", "throughput_per_user"],
    ]);
    expect(named((name) => deploymentEffect(name) === null)).toEqual([
      ...["accuracy", "flops", "output_tokens", "prompt_tokens", "coverage", "reasoning_tokens"],
      ...[
        "error_share",
        "truncated_share",
        "undecided_share",
        "judged_share",
        "parsed_share",
        "least_right_share",
        "most_right_share",
        "total_parameters",
        "active_parameters",
        "flops_per_correct",
      ],
    ]);
    expect(deploymentEffect("of_a_plugin")).toBeNull();
  });

  it("are quotients of two that are measured, which may then be asked for instead", () => {
    expect(quotientOf("cost_per_correct")).toEqual({ of: "cost", by: "accuracy" });
    expect(quotientOf("cost")).toBeUndefined();
    expect(measuredOf(["accuracy", "joules_per_correct", "flops", "of_a_plugin"])).toEqual([
      ...["accuracy", "energy", "flops", "of_a_plugin"],
    ]);
  });
});

describe("a catalogue of metrics", () => {
  const metric: Metric = { ...metricNamed("flops"), name: "words", title: "Words" };

  it("has the built-in ones first, then those added, each once", () => {
    const catalogue = createMetricCatalogue();
    const builtIn = METRICS.map((one) => ({ ...one, provider: "built in" }));
    expect(catalogue.list()).toEqual(builtIn);
    expect(catalogue.find("words")).toBeUndefined();
    catalogue.add(metric, "one@1.0.0");
    catalogue.add({ ...metric }, "two@1.0.0");
    expect(catalogue.list()).toEqual([...builtIn, { ...metric, provider: "one@1.0.0" }]);
    expect(catalogue.find("words")).toEqual({ ...metric, provider: "one@1.0.0" });
    expect(catalogue.find("accuracy")).toEqual(builtIn[0]);
  });

  it("refuses another metric of the same name, and shares nothing with other catalogues", () => {
    const catalogue = createMetricCatalogue();
    catalogue.add(metric, "one@1.0.0");
    expect(() => catalogue.add({ ...metric, unit: "1" }, "two@1.0.0")).toThrow(
      /"words" of two@1\.0\.0.* of one@1\.0\.0/,
    );
    expect(() => catalogue.add({ ...metric, name: "accuracy" }, "one@1.0.0")).toThrow(/accuracy/);
    expect(createMetricCatalogue().find("words")).toBeUndefined();
  });
});
