import { readFileSync } from "node:fs";
import { RequestError } from "../../errors/requestError.ts";
import { type PersistedDocuments, persistedHash, sha256 } from "./persistedDocuments.ts";

/** The documents that a server answers, if it answers no others. */
export interface TrustedDocuments {
  /** The document with this SHA-256, in hexadecimal. */
  withHash(hash: string): string | undefined;
  has(document: string): boolean;
}

/**
 * Reads a list of documents from a JSON file: an array of texts, or an object from hash to text, as tools that extract
 * documents from an app write it. The keys of an object are ignored, since the hash follows from the text.
 *
 * @throws Error if the file cannot be read or holds something else.
 */
export function readTrustedDocuments(file: string): TrustedDocuments {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const texts = typeof content === "object" && content !== null ? Object.values(content) : [];
  if (texts.length === 0 || !texts.every((text): text is string => typeof text === "string")) {
    throw new Error("It is neither a list of documents nor an object whose values are documents.");
  }
  const byHash = new Map(texts.map((text) => [sha256(text), text]));
  const all = new Set(texts);
  return { withHash: (hash) => byHash.get(hash), has: (document) => all.has(document) };
}

interface Asked {
  query?: string | null;
  extensions?: Record<string, unknown> | null;
}

/**
 * The document that a request means: its text, or the one whose hash it names. A hash that is not known is refused in the way
 * that makes clients send the document with it, and then it is known.
 *
 * @throws RequestError `PERSISTED_QUERY_NOT_FOUND`, `PERSISTED_QUERY_MISMATCH`, `BAD_PARAMETERS`, or `UNTRUSTED_DOCUMENT` if only
 *   trusted documents are answered.
 */
export function documentOf(
  { query, extensions }: Asked,
  trusted: TrustedDocuments | null,
  persisted: Pick<PersistedDocuments, "withHash">,
): string | undefined {
  const hash = persistedHash(extensions);
  if (query == null) {
    if (hash === undefined) return undefined;
    const document = (trusted ?? persisted).withHash(hash);
    if (document !== undefined) return document;
    if (trusted) throw untrusted();
    throw new RequestError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
  }
  if (typeof query !== "string") return query;
  if (hash !== undefined && hash !== sha256(query)) {
    const message = "extensions.persistedQuery.sha256Hash: it is not the SHA-256 of the query beside it.";
    throw new RequestError("PERSISTED_QUERY_MISMATCH", message, "extensions");
  }
  if (trusted && !trusted.has(query)) throw untrusted();
  return query;
}

const untrusted = () =>
  new RequestError("UNTRUSTED_DOCUMENT", "This server answers only the documents that its operator trusts.", "query");
