import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { rightsOf } from "../access/principal.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import type { Store } from "../store/store.ts";
import type { Exchange } from "./exchange.ts";

/** The version of this program: another one may compute an answer in another way. */
const { version: PROGRAM } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8")) as { version: string };

/** What an answer differs by, beside its address: `Origin` where pages of other origins may read. */
export const VARY = "Accept, Accept-Encoding, Authorization, Origin";

/**
 * The tag of an answer that follows from the data alone: the version of the data, and a digest of all else that it depends on
 * (the question, the rights of the caller, the prices and this program). It is weak, since the answer is compressed in
 * several ways and its cost may differ.
 */
export function etagOf(
  store: Pick<Store, "version" | "pricesDigest">,
  { principal }: Exchange,
  question: string,
): string {
  const hash = createHash("sha256");
  for (const part of [PROGRAM, store.pricesDigest, rightsOf(principal), question])
    hash.update(`${part.length} ${part}`);
  return `W/"${store.version()}-${hash.digest("base64url").slice(0, 22)}"`;
}

/** Whether the caller holds the answer with this tag (`If-None-Match`, RFC 9110, 13.1.2). */
export function holds({ request }: Exchange, etag: string): boolean {
  const given = request.headers["if-none-match"];
  if (given === undefined) return false;
  if (given.trim() === "*") return true;
  const plain = (tag: string) => tag.trim().replace(/^W\//, "");
  return given.split(",").some((tag) => plain(tag) === plain(etag));
}

/**
 * The headers that say how long the answer to a GET may be kept: with a tag it may be kept and must be asked for again with
 * the tag before each use, as the data can change at any time; a shared cache keeps no answer to a token. Without a tag it
 * is live or personal, and nobody keeps it.
 */
export function cacheHeaders({ principal }: Exchange, etag: string | null): Record<string, string> {
  if (etag === null) return { "cache-control": "no-store" };
  return { "cache-control": principal.scope === null ? "no-cache" : "private, no-cache", etag, vary: VARY };
}
