import { expect, it } from "vitest";
import { samplingDefaults } from "../../src/decoding/samplingDefaults.ts";

it.each([
  // As Qwen3-8B, Llama 3.1 and gpt-oss have it.
  [
    { do_sample: true, temperature: 0.6, top_k: 20, top_p: 0.95, eos_token_id: [151645] },
    { temperature: 0.6, topP: 0.95, topK: 20 },
  ],
  [
    { temperature: 0.6, top_p: 0.9 },
    { temperature: 0.6, topP: 0.9 },
  ],
  [{ do_sample: true, bos_token_id: 199998 }, null],
  // As Ollama writes its parameters.
  [
    { temperature: "0.7", top_k: "40" },
    { temperature: 0.7, topK: 40 },
  ],
  [{ frequency_penalty: 0.1 }, { frequencyPenalty: 0.1 }],
  // Transformers then ignores what else stands there.
  [{ do_sample: false, temperature: 0.9, top_p: 0.6 }, { temperature: 0 }],
  // As Qwen2.5-7B-Instruct has it.
  [
    { do_sample: true, repetition_penalty: 1.05, temperature: 0.7, top_p: 0.8, top_k: 20 },
    { temperature: 0.7, topP: 0.8, topK: 20, repetitionPenalty: 1.05 },
  ],
  // Off, and out of range.
  [{ top_k: 0, top_p: 1 }, { topP: 1 }],
  [{ top_k: -1, top_p: 1.5, temperature: -1, repetition_penalty: 0 }, null],
  [{ temperature: "hot", top_k: [], top_p: null }, null],
  [{}, null],
  [null, null],
  ["temperature", null],
  [[0.6], null],
])("%j states %j", (fields, sampling) => {
  expect(samplingDefaults(fields)).toEqual(sampling);
});
