import { describe, expect, it } from "vitest";
import { estimatorCases } from "../../src/conformance/estimatorCases.ts";
import type { EstimatorPlugin, ServingRequest, ServingTimes } from "../../src/plugins/contract/estimator.ts";

const times = (rest: Partial<ServingTimes> = {}): ServingTimes => ({
  ...{ ttft: 0.1, ttftP95: 0.2, interTokenLatency: 0.01, interTokenP95: 0.02, power: 300, ...rest },
});
const error = { engine: "VLLM", models: "dense", rows: 20, mean: 0.1, median: 0.1 } as const;

async function breaches(estimate: EstimatorPlugin["estimate"], errors: EstimatorPlugin["errors"] = [error]) {
  const found: string[] = [];
  for (const one of estimatorCases({ name: "tried", errors, estimate })) {
    const outcome = await one.run().catch(() => ({ outcome: "failed" }));
    if (outcome.outcome !== "passed") found.push(`${one.code} ${outcome.outcome}`);
  }
  return found;
}

const of = (make: (request: ServingRequest) => ServingTimes | null) => (requests: readonly ServingRequest[]) =>
  requests.map(make);

describe("the rules of estimators", () => {
  it("hold of one that keeps to them", async () => {
    expect(await breaches(of(({ batch }) => times({ interTokenLatency: 0.01 + batch / 1e4 })))).toEqual([]);
  });

  it.each<[string, EstimatorPlugin["estimate"], string[]]>([
    ["too few", (requests) => requests.slice(1).map(() => times()), ["ESTIMATES_NOT_MATCHED failed"]],
    ["a negative time", of(() => times({ ttft: -1 })), ["ESTIMATE_NOT_ALLOWED failed"]],
    ["no number", of(() => times({ interTokenLatency: Number.NaN })), ["ESTIMATE_NOT_ALLOWED failed"]],
    ["chance", of(() => times({ ttft: Math.random() + 0.1 })), ["ESTIMATE_NOT_REPEATABLE failed"]],
    ["percentiles below means", of(() => times({ ttftP95: 0.01 })), ["ESTIMATE_OF_PERCENTILE failed"]],
    [
      "speed by load",
      of(({ batch }) => times({ interTokenLatency: 0.04 / batch ** 0.1 })),
      ["LARGER_BATCH_FASTER warned"],
    ],
    ["nothing known", of(() => null), ["ESTIMATE_OF_PERCENTILE skipped", "LARGER_BATCH_FASTER skipped"]],
  ])("tell %s", async (_, estimate, expected) => {
    expect(await breaches(estimate)).toEqual(expect.arrayContaining(expected));
  });

  it("warn of one that states no error", async () => {
    expect(
      await breaches(
        of(() => times()),
        [],
      ),
    ).toEqual(["ERROR_NOT_STATED warned"]);
  });
});
