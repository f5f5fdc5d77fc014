import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../src/compute/cost/flops.ts";
import { computeEstimate } from "../../src/recording/answerCompute.ts";

const architecture: Architecture = readArchitecture({
  model_type: "llama",
  ...{ hidden_size: 64, intermediate_size: 128, num_attention_heads: 4, num_hidden_layers: 2, vocab_size: 1000 },
});
const benchmark = { promptTokens: 99.6, promptTokensSource: "measured by Lab A" } as any;
const unmeasured = { promptTokens: null } as any;
const flops = (prompt: number, output: number) => answerFlops(architecture, prompt, output).total;
const sample = { problem: "1", repeat: 0, promptTokens: 40, outputTokens: 10 };

describe("the compute of answers", () => {
  it("follows from an answer's own tokens where it has them", () => {
    const estimate = computeEstimate(architecture, benchmark, { measures: {}, samples: [sample] });
    expect(estimate.flops(40, 10)).toBe(flops(40, 10));
    expect(estimate.flops(40, null)).toBeNull();
    expect(estimate.note).toBe("computed from the architecture and the number of tokens");
  });

  it("assumes the run's mean prompt, else the benchmark's, else none, and says so", () => {
    const ofRun = computeEstimate(architecture, benchmark, {
      measures: { prompt_tokens: { value: 7 } },
      samples: [sample],
    });
    expect(ofRun.flops(null, 10)).toBe(flops(7, 10));
    expect(ofRun.note).not.toContain("unknown");
    const lacking = [sample, { ...sample, promptTokens: null }];
    const ofBenchmark = computeEstimate(architecture, benchmark, { measures: {}, samples: lacking });
    expect(ofBenchmark.flops(undefined, 10)).toBe(flops(99.6, 10));
    expect(ofBenchmark.note).toContain("prompt tokens unknown, taken as 100 (measured by Lab A)");
    const ofNone = computeEstimate(architecture, unmeasured, { measures: {}, samples: lacking });
    expect(ofNone.flops(null, 10)).toBe(flops(0, 10));
    expect(ofNone.note).toContain("the prompt's own compute is left out");
  });

  it("says how tokens were counted, and where only their mean is known", () => {
    const counted = computeEstimate(architecture, benchmark, {
      measures: { output_tokens: { value: 5, note: "counted by hand" }, prompt_tokens: { value: 1 } },
    });
    expect(counted.note).toContain("output tokens counted by hand");
    const { value, note } = counted.ofMean(
      { model: "nobody/knows", mode: "off" },
      { prompt: 1, output: 1000, reasoning: undefined },
    )!;
    expect(note).toMatch(/output tokens counted by hand; from mean tokens, corrected for the spread of lengths/);
    const bound = answerFlops(architecture, 1, 1000).total;
    expect(value).toBeGreaterThan(bound);
    expect(note).toContain(`${(value / bound).toFixed(2)} times the FLOP of an answer of mean length`);
    expect(note).toContain(`${bound.toExponential(2)}, which are a lower bound`);
    expect(note).toContain("typical of answers without reasoning");
    expect(counted.ofMean({ model: "m", mode: "on" }, { prompt: 1, output: undefined, reasoning: 1 })).toBeNull();
    const sampled = computeEstimate(architecture, benchmark, {
      ...{ measures: {}, samples: [sample], estimated: { output_tokens: "with o200k_base" } },
    });
    expect(sampled.note).toContain("output tokens with o200k_base");
    expect(sampled.note).not.toContain("lower bound");
  });
});
