import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { RequestError } from "../../errors/requestError.ts";

/** The most bytes of documents that are kept by their hashes. The one that was not asked for for longest goes first. */
export const PERSISTED_BYTES = 8 * 1024 * 1024;

/** Documents that clients may name by their SHA-256, in hexadecimal, after they have sent one once (Apollo's persisted queries). */
export interface PersistedDocuments {
  withHash(hash: string): string | undefined;
  /** Keeps a document that has passed every rule. */
  keep(document: string): void;
}

export function createPersistedDocuments(): PersistedDocuments {
  const byHash = new LRUCache<string, string>({
    maxSize: PERSISTED_BYTES,
    sizeCalculation: (document) => 200 + 2 * document.length,
  });
  return {
    withHash: (hash) => byHash.get(hash),
    keep: (document) => void byHash.set(sha256(document), document),
  };
}

export const sha256 = (document: string) => createHash("sha256").update(document).digest("hex");

/**
 * The hash in `extensions.persistedQuery`, in lower case, or undefined without one.
 *
 * @throws RequestError `BAD_PARAMETERS` if it is malformed or of another version of the handshake.
 */
export function persistedHash(extensions: Record<string, unknown> | null | undefined): string | undefined {
  const asked = extensions?.persistedQuery;
  if (asked == null) return undefined;
  const { version, sha256Hash } = asked as { version?: unknown; sha256Hash?: unknown };
  const isHash = typeof sha256Hash === "string";
  if (isHash && (version === undefined || version === 1)) return sha256Hash.toLowerCase();
  const message = isHash
    ? `extensions.persistedQuery.version: ${JSON.stringify(version)} is not known. The version is 1.`
    : "extensions.persistedQuery.sha256Hash: it must be a SHA-256 as 64 hexadecimal digits.";
  throw new RequestError("BAD_PARAMETERS", message, "extensions");
}
