import type { Architecture } from "../../../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../../../src/compute/config/readArchitecture.ts";
import type { Mixer } from "../../../../src/compute/mixers/mixer.ts";

/** The fields that most families need, with 12 layers. */
export const SMALL = {
  hidden_size: 64,
  intermediate_size: 128,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 12,
  vocab_size: 100,
};

export const EXPERTS = { num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 32 };

/** The architecture of a small config of a model type, with other fields or without some. */
export function read(model_type: string, config: Record<string, unknown> = {}): Architecture {
  return readArchitecture({ ...SMALL, ...config, model_type });
}

/** The number of layers in each group of equal layers, with a property of their first mixer. */
export function groups(architecture: Architecture, of: (mixer: Mixer) => unknown) {
  return architecture.layers.map(({ count, mixers }) => [count, of(mixers[0]!)]);
}
