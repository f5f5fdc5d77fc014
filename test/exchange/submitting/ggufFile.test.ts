import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readGgufFile } from "../../../src/exchange/submitting/ggufFile.ts";
import { modelRowOf } from "../../../src/recording/addModel.ts";
import { ggufBytes, SMALL_LLAMA, SMALL_LLAMA_TENSORS } from "../../compute/gguf/ggufBytes.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-gguf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a GGUF file becomes the config with which its model is stored, quantization and all", async () => {
  const path = join(folder, "small.gguf");
  writeFileSync(path, Buffer.concat([ggufBytes(SMALL_LLAMA, SMALL_LLAMA_TENSORS), Buffer.alloc(4096)]));
  const row = modelRowOf({ slug: "lab/small", config: await readGgufFile(path), source: "small.gguf" });
  expect(row.config).toMatchObject({
    model_type: "llama",
    vocab_size: 100,
    quantization_config: { quant_method: "int4" },
  });
});

it("a file that is none is refused", async () => {
  const path = join(folder, "none.gguf");
  writeFileSync(path, "not a GGUF");
  await expect(readGgufFile(path)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
});
