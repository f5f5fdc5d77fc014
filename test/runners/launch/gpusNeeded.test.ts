import { describe, expect, it } from "vitest";
import { gpusNeeded } from "../../../src/runners/launch/gpusNeeded.ts";

describe("the GPUs that an engine needs", () => {
  it.each([
    [{}, 1],
    [{ tensorParallel: 4 }, 4],
    [{ gpus: ["2", "5"] }, 2],
    [{ gpus: [] }, 0],
    [{ flags: ["--tensor-parallel-size", "2"] }, 2],
    [{ tensorParallel: 2, flags: ["--pipeline-parallel-size=2"] }, 4],
    [{ tensorParallel: 2, flags: ["--data-parallel-size", "4", "--max-logprobs", "9"] }, 8],
    [{ tensorParallel: 1, flags: ["-dp", "4"] }, 4],
    // The last flag holds, as on the engine's command line.
    [{ flags: ["-tp", "2", "-tp", "8"] }, 8],
    // SGLang's replicas of the attention alone share the GPUs of the layers.
    [{ tensorParallel: 8, flags: ["--dp-size", "8", "--enable-dp-attention"] }, 8],
    [{ tensorParallel: 2, flags: ["--dp-size"] }, 2],
    [{ tensorParallel: 2, flags: ["--dp-size", "many"] }, 2],
  ])("of %j are %i", (launch, count) => {
    expect(gpusNeeded({ model: "m", ...launch })).toBe(count);
  });
});
