import { describe, expect, it } from "vitest";
import { frontierArguments } from "../../src/schema/frontierParameters.ts";

const read = (text: string) => JSON.parse(JSON.stringify(frontierArguments(new URLSearchParams(text))));
const refusal = (text: string) => {
  try {
    read(text);
  } catch (error) {
    return error;
  }
};

describe("the parameters of a frontier", () => {
  it("say all that the query's arguments say", () => {
    const text =
      "benchmark=gsm8k&benchmark=math500&objective=accuracy&objective=flops:MINIMIZE:LINEAR&epsilon=flops:0.05&grain=MODEL" +
      "&lab=zeroeval&model=Qwen/Qwen3-8B&architecture=MOE&openWeights=true&activeParameters.max=1e10" +
      "&releasedOn.from=2024-01-01&asOf=2025-01-31&max=flops:1e15&min=accuracy:0.5&max=latency:30" +
      "&on.hardware=L40S&on.precision=FP8&on.batch=8&minMembership=0.5";
    expect(read(text)).toEqual({
      where: {
        benchmark: ["gsm8k", "math500"],
        lab: ["zeroeval"],
        model: ["Qwen/Qwen3-8B"],
        architecture: ["MOE"],
        openWeights: true,
        activeParameters: { max: 1e10 },
        releasedOn: { from: "2024-01-01" },
      },
      objectives: [{ metric: "accuracy" }, { metric: "flops", direction: "MINIMIZE", scale: "LINEAR", epsilon: 0.05 }],
      constraints: [
        { metric: "flops", max: 1e15 },
        { metric: "latency", max: 30 },
        { metric: "accuracy", min: 0.5 },
      ],
      grain: "MODEL",
      asOf: "2025-01-31",
      on: { hardware: "L40S", precision: "FP8", batch: 8, engine: "VLLM", kvCacheBits: 16 },
      minMembership: 0.5,
    });
    expect(read("")).toEqual({});
  });

  it.each([
    ["benchmrk=gsm8k", "BAD_REQUEST", /^benchmrk: there is no parameter "benchmrk"\. Known: objective, .*benchmark.*$/],
    ["__proto__=1", "BAD_REQUEST", /no parameter "__proto__"/],
    ["grain=MODELS", "BAD_REQUEST", /^grain: "MODELS" is none of MODEL, .*RUN/],
    ["asOf=2025-02-30", "BAD_VALUE", /^asOf: "2025-02-30" is not a date/],
    ["asOf=2025-01-01&asOf=2025-01-02", "BAD_REQUEST", /^asOf: it is given more than once/],
    ["activeParameters.max=many", "BAD_REQUEST", /^activeParameters\.max: "many" is not a number\.$/],
    ["minMembership=", "BAD_REQUEST", /^minMembership: "" is not a number\.$/],
    ["openWeights=yes", "BAD_REQUEST", /neither true nor false/],
    ["objective=flops:LOG:LINEAR", "BAD_REQUEST", /^objective: "flops:LOG:LINEAR" is not written as/],
    ["objective=flops:LESS", "BAD_REQUEST", /^objective: "flops:LESS" is not written as/],
    ["max=flops", "BAD_REQUEST", /^max: "flops" is not written as a metric and a number/],
    ["max=flops:1&max=flops:2", "BAD_REQUEST", /^max: flops stands in it twice\.$/],
    ["epsilon=flops:0.1", "BAD_REQUEST", /^epsilon: "flops" is not an objective here/],
    ["on.batch=1.5&on.hardware=L40S", "BAD_REQUEST", /^on\.batch: .*1\.5/],
    ["on.batch=8", "BAD_REQUEST", /^on.*hardware/],
  ])("are refused in words: %s", (text, code, message) => {
    expect(refusal(text)).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
