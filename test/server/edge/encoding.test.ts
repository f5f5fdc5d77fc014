import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { acceptedEncoding, compress } from "../../../src/server/edge/encoding.ts";

describe("the encoding of an answer", () => {
  // RFC 9110, 12.5.3, with its examples.
  it.each([
    [undefined, null],
    ["", null],
    ["compress, gzip", "gzip"],
    ["*", "zstd"],
    ["gzip;q=0.5, br;q=1.0", "br"],
    ["gzip;q=1.0, identity; q=0.5, *;q=0", "gzip"],
    ["gzip, deflate, br, zstd", "zstd"],
    ["GZIP", "gzip"],
    ["identity, gzip;q=0.5", null],
    ["gzip;q=0, br;q=0, zstd;q=0", null],
    ["zstd;q=0, *", "br"],
    ["gzip;q=2", null],
    ["gzip;q=nonsense", null],
    ["deflate", null],
  ])("of a client that accepts %s is %s", (header, encoding) => {
    for (let time = 0; time < 2; time++) expect(acceptedEncoding(header)).toBe(encoding);
  });

  it("keeps the answer as it is, and takes fewer bytes where it is kept", async () => {
    const body = Buffer.from(
      JSON.stringify(Array.from({ length: 500 }, (_, i) => ({ model: `acme/${i}`, value: i / 7 }))),
    );
    const unpack = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync };
    for (const encoding of ["zstd", "br", "gzip"] as const) {
      const [once, kept] = await Promise.all([compress(body, encoding, false), compress(body, encoding, true)]);
      expect(unpack[encoding](once)).toEqual(body);
      expect(unpack[encoding](kept)).toEqual(body);
      expect(kept.length).toBeLessThan(once.length);
      expect(once.length).toBeLessThan(body.length / 2);
    }
  });
});
