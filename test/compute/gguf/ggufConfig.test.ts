import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publishedPrecision } from "../../../src/compute/config/publishedPrecision.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
import { ggufConfig } from "../../../src/compute/gguf/ggufConfig.ts";
import { readGgufHeader } from "../../../src/compute/gguf/ggufHeader.ts";
import { ggufBytes, SMALL_LLAMA, SMALL_LLAMA_TENSORS } from "./ggufBytes.ts";

const bytes = () => ggufBytes(SMALL_LLAMA, SMALL_LLAMA_TENSORS);

describe("the header of a GGUF file", () => {
  it("is its metadata and the sizes of its tensors", () => {
    const { metadata, tensors } = readGgufHeader(bytes());
    expect(metadata.get("general.architecture")).toBe("llama");
    expect(metadata.get("llama.embedding_length")).toBe(64);
    expect(metadata.get("tokenizer.ggml.tokens")).toEqual({ length: 100 });
    expect(tensors.get("output.weight")).toBe(6400);
  });

  it("is refused where it ends too soon, wherever that is", () => {
    const whole = bytes();
    for (let length = 0; length < whole.length; length++) {
      expect(() => readGgufHeader(whole.subarray(0, length))).toThrow(
        expect.objectContaining({ code: "INVALID_CONFIG" }),
      );
    }
  });

  it("never makes anything but a header or a refusal of changed bytes, and takes no time for it", () => {
    const whole = bytes();
    const started = performance.now();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 9 }), (at, change) => {
        const changed = Uint8Array.from(whole);
        changed.set(change.subarray(0, whole.length - at), at);
        try {
          readGgufHeader(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: "INVALID_CONFIG" });
        }
      }),
      { numRuns: 500 },
    );
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("the config of a GGUF file", () => {
  it("gives the architecture and the precision that its metadata state", () => {
    const config = ggufConfig(readGgufHeader(bytes()));
    const layer = 2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 128 + 2 * 64;
    expect(countParameters(readArchitecture(config)).total).toBe(3 * layer + 2 * 100 * 64 + 64);
    expect(readArchitecture(config)).toMatchObject({ tiedEmbeddings: false, contextLength: 2048 });
    expect(publishedPrecision(config)).toBe("INT4");
  });

  it("is refused where the file holds other weights than that", () => {
    const given = ggufBytes({ ...SMALL_LLAMA, "llama.block_count": 30 }, SMALL_LLAMA_TENSORS);
    expect(() => ggufConfig(readGgufHeader(given))).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED_CONFIG", message: expect.stringContaining("give the config.json") }),
    );
  });

  it("is refused for an architecture that is not known", () => {
    const given = ggufBytes({ ...SMALL_LLAMA, "general.architecture": "unheard-of" }, {});
    expect(() => ggufConfig(readGgufHeader(given))).toThrow(expect.objectContaining({ code: "UNKNOWN_MODEL_TYPE" }));
  });
});
