import { NetworkError } from "./networkError.ts";

/** Reads a body whole. Throws `REPLY_TOO_LARGE` as soon as it exceeds the limit, and then reads no further. */
export async function readBounded(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new NetworkError("REPLY_TOO_LARGE", `The reply is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
