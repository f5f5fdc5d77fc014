import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";

/** The ways in which an answer can be compressed, those that are best for JSON first. */
const ENCODINGS = ["zstd", "br", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** An answer that fits into one packet gains nothing. */
export const LEAST_BYTES = 1400;

const { BROTLI_PARAM_QUALITY: QUALITY, ZSTD_c_compressionLevel: LEVEL } = constants;
const [asZstd, asBrotli, asGzip] = [promisify(zstdCompress), promisify(brotliCompress), promisify(gzip)];

/** Compresses an answer that is sent once, in little time, or one that is kept and sent often, into few bytes. */
export function compress(body: Buffer, encoding: Encoding, isKept: boolean): Promise<Buffer> {
  switch (encoding) {
    case "zstd":
      return asZstd(body, { params: { [LEVEL]: isKept ? 9 : 1 } });
    case "br":
      return asBrotli(body, { params: { [QUALITY]: isKept ? 6 : 1 } });
    case "gzip":
      return asGzip(body, { level: isKept ? 6 : 1 });
  }
}

/** Clients write few different ones. */
const known = new Map<string, Encoding | null>();
const MOST_KNOWN = 100;

/**
 * The encoding that a client takes by its `Accept-Encoding` (RFC 9110, 12.5.3): the one with the highest weight, of equal ones
 * the first of ours. Null where it takes none of them, or prefers the answer as it is.
 */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null;
  let encoding = known.get(header);
  if (encoding === undefined) {
    encoding = negotiated(header);
    if (known.size < MOST_KNOWN && header.length < 200) known.set(header, encoding);
  }
  return encoding;
}

function negotiated(header: string): Encoding | null {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
    if (name !== "") weights.set(name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  let best: Encoding | null = null;
  for (const encoding of ENCODINGS) {
    if (weightOf(encoding) > (best === null ? 0 : weightOf(best))) best = encoding;
  }
  const plain = weights.get("identity") ?? 0;
  return best !== null && weightOf(best) >= plain ? best : null;
}
