import { describe, expect, it } from "vitest";
import { checkpointName } from "../../../src/compute/config/checkpointName.ts";

describe("the name that checkpoints of one model share", () => {
  it("leaves out the organisation and the precision", () => {
    for (const slug of [
      "Qwen/Qwen3-32B",
      "Qwen/Qwen3-32B-FP8",
      "Qwen/Qwen3-32B-FP8-Static-PerTensor",
      "nvidia/Qwen3-32B-NVFP4",
      "Qwen/Qwen3-32B-GPTQ-Int4",
      "me/Qwen3-32B-AWQ",
      "me/Qwen3-32B-quantized-w4a16",
    ])
      expect(checkpointName(slug)).toBe("qwen3-32b");
  });

  it("keeps what another model is called by", () => {
    expect(checkpointName("Qwen/Qwen3-30B-A3B-Instruct-2507")).toBe("qwen3-30b-a3b-instruct-2507");
    expect(checkpointName("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16")).toBe("nvidia-nemotron-3-nano-30b-a3b");
    expect(checkpointName("FP8")).toBe("fp8");
  });
});
