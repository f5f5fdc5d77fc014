import type { Architecture } from "../../architecture/architecture.ts";
import type { ConfigFields } from "./configFields.ts";
import { everyNthIsFull, readDense, windowsByLayerType } from "./denseFamily.ts";

/** Command R and Command A have one norm a layer, for attention and feed-forward side by side, and tied embeddings. */
export function readCohere(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    queryKeyNorm: fields.flag("use_qk_norm", false) ? "all-heads" : "none",
    norms: 1,
    tiedByDefault: true,
  });
}

/** From Command R7B on, three of four layers are windowed. */
export function readCohere2(fields: ConfigFields): Architecture {
  const bias = fields.flag("attention_bias", false);
  const every = fields.optionalNumber("sliding_window_pattern", "layer_switch") ?? 4;
  return readDense(fields, {
    inputBias: bias,
    outputBias: bias,
    norms: 1,
    tiedByDefault: true,
    span: windowsByLayerType(fields, everyNthIsFull(every)),
  });
}
