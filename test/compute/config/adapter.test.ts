import { expect, it } from "vitest";
import { adaptedConfig, statedAdapter } from "../../../src/compute/config/adapter.ts";
import { neededFields } from "../../../src/compute/config/neededFields.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../../src/compute/cost/flops.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";

const BASE = {
  ...{ model_type: "llama", hidden_size: 64, intermediate_size: 128, num_hidden_layers: 3, vocab_size: 100 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2 },
};
const ADAPTER = { peft_type: "LORA", base_model_name_or_path: "lab/base", r: 8, target_modules: ["q_proj", "v_proj"] };
const of = (config: object) => adaptedConfig(BASE, statedAdapter({ ...ADAPTER, ...config })!);

it("adds two narrow matrices beside each that it changes", () => {
  const plain = readArchitecture(BASE);
  const adapted = readArchitecture(of({}));
  const weights = 3 * 8 * (64 + 64 + (64 + 32));
  expect(countParameters(adapted).total - countParameters(plain).total).toBe(weights);
  expect(answerFlops(adapted, 10, 1).total - answerFlops(plain, 10, 1).total).toBe(2 * weights * 10);
  expect(readArchitecture(neededFields(of({})))).toEqual(adapted);
});

it("changes every matrix where it says so", () => {
  const attention = 64 + 64 + 2 * (64 + 32) + 64 + 64;
  const all = countParameters(readArchitecture(of({ target_modules: "all-linear" }))).total;
  expect(all - countParameters(readArchitecture(BASE)).total).toBe(3 * 8 * (attention + 3 * (64 + 128)));
});

it.each<[object, string]>([
  [{ peft_type: "PREFIX_TUNING" }, "peft_type of"],
  [{ r: undefined }, "r is missing"],
  [{ r: 1e13 }, "r of"],
  [{ target_modules: [] }, "target_modules is missing"],
  [{ target_modules: ["conv1"] }, "target_modules of"],
  [{ base_model_name_or_path: undefined }, "base_model_name_or_path is missing"],
])("with %j is refused", (config, message) => {
  expect(() => readArchitecture(of(config))).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  );
});

it("alone has no architecture", () => {
  expect(() => readArchitecture(ADAPTER)).toThrow(/add its base model first/);
});
