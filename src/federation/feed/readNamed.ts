import { FeedError } from "../keys/feedError.ts";
import { digestOf } from "./canonicalJson.ts";
import type { FeedSource } from "./source.ts";

/** Reads a file that an entry of a manifest names. Throws `RECORD_BAD_DIGEST` where its bytes are others, or as the source. */
export async function readNamed(
  source: FeedSource,
  part: "records" | "runs" | "bundles",
  { digest, size }: { digest: string; size: number },
): Promise<Buffer> {
  const path = `${part}/${digest}.json`;
  const bytes = await source.read(path, size, "RECORD");
  if (bytes.length === size && digestOf(bytes) === digest) return bytes;
  throw new FeedError(
    "RECORD_BAD_DIGEST",
    `${path}: it does not have the digest or the size that the manifest states.`,
  );
}
