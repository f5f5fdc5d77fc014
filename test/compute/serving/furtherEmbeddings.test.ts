import { expect, test } from "vitest";
import { weightBytes, weightsRead } from "../../../src/compute/serving/weightMemory.ts";
import { read } from "../config/families/smallConfigs.ts";

test("tables of embeddings by layer are kept, and a pass does not read them", () => {
  const small = read("gemma3n_text", { hidden_size_per_layer_input: 8, vocab_size_per_layer_input: 100 });
  const table = 100 * 12 * 8;
  expect(small.furtherEmbeddings).toBe(table);
  const { mixers, dense } = weightsRead(small, "BF16", 1);
  expect(weightBytes(small, "BF16") - mixers - dense).toBe(2 * table);
});
