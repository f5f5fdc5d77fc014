type Value = number | string | string[];

/** The bytes of a GGUF file of version 3 with these metadata and the shapes of these tensors, without their weights. */
export function ggufBytes(metadata: Record<string, Value>, tensors: Record<string, number[]>): Uint8Array {
  const parts: Buffer[] = [];
  const number = (value: number) => {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    parts.push(part);
  };
  const long = (value: number) => {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    parts.push(part);
  };
  const text = (value: string) => {
    long(Buffer.byteLength(value));
    parts.push(Buffer.from(value));
  };
  parts.push(Buffer.from("GGUF"));
  number(3);
  long(Object.keys(tensors).length);
  long(Object.keys(metadata).length);
  for (const [name, value] of Object.entries(metadata)) {
    text(name);
    if (typeof value === "number") {
      number(4);
      number(value);
    } else if (typeof value === "string") {
      number(8);
      text(value);
    } else {
      number(9);
      number(8);
      long(value.length);
      for (const entry of value) text(entry);
    }
  }
  for (const [name, shape] of Object.entries(tensors)) {
    text(name);
    number(shape.length);
    for (const size of shape) long(size);
    number(12);
    long(0);
  }
  return Buffer.concat(parts);
}

export const SMALL_LLAMA: Record<string, Value> = {
  "general.architecture": "llama",
  "general.file_type": 15,
  "llama.embedding_length": 64,
  "llama.block_count": 3,
  "llama.feed_forward_length": 128,
  "llama.attention.head_count": 4,
  "llama.attention.head_count_kv": 2,
  "llama.context_length": 2048,
  "tokenizer.ggml.tokens": Array.from({ length: 100 }, (_, index) => `t${index}`),
};

export const SMALL_LLAMA_TENSORS: Record<string, number[]> = {
  "token_embd.weight": [64, 100],
  "output.weight": [64, 100],
  "output_norm.weight": [64],
  ...Object.fromEntries(
    [0, 1, 2].flatMap((block) =>
      Object.entries({
        ...{ attn_norm: [64], ffn_norm: [64], attn_q: [64, 64], attn_k: [64, 32], attn_v: [64, 32] },
        ...{ attn_output: [64, 64], ffn_gate: [64, 128], ffn_up: [64, 128], ffn_down: [128, 64] },
      }).map(([name, shape]) => [`blk.${block}.${name}.weight`, shape]),
    ),
  ),
};
