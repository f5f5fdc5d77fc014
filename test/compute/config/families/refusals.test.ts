import { describe, expect, test } from "vitest";
import { read } from "./smallConfigs.ts";

describe("lists that a family cannot do without", () => {
  const LINEAR = { num_local_experts: 4, num_experts_per_tok: 2 };
  test.each([
    ["minimax_m1", LINEAR, "attn_type_list"],
    ["nemotron-nas", {}, "block_configs"],
    ["nemotron_h", {}, "hybrid_override_pattern or layers_block_type"],
    ["mimo_v2_flash", {}, "hybrid_layer_pattern"],
    ["mimo_v2_flash", { hybrid_layer_pattern: Array(12).fill(0) }, "moe_layer_freq"],
    ["deepseek_v4", {}, "compress_ratios"],
  ])("%s with %o names the one that is missing", (type, config, name) => {
    const message = expect.stringMatching(new RegExp(`^${name} is missing from the config: a (list|kind)`));
    expect(() => read(type, config)).toThrow(expect.objectContaining({ code: "INCOMPLETE_CONFIG", message }));
  });
});

test("a variant that no reader accounts for is refused by its field", () => {
  const refused = (type: string, config: Record<string, unknown>, field: string) =>
    expect(() => read(type, config)).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED_CONFIG", message: expect.stringMatching(`^${field} of `) }),
    );
  refused("nemotron_h", { hybrid_override_pattern: "*X" }, "hybrid_override_pattern");
  refused("opt", { ffn_dim: 8, word_embed_proj_dim: 8 }, "word_embed_proj_dim");
  refused("minimax_m3", { attention_output_gate: true }, "attention_output_gate");
});
