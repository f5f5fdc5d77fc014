import { createHmac, randomBytes } from "node:crypto";
import type { Database } from "../store/database/database.ts";

/** What a token looks like: a prefix, so that a scanner for leaked secrets knows it, and 256 random bits. */
export const TOKEN = /^pg_[A-Za-z0-9_-]{43}$/;
/** What the code of a sign-in link looks like. */
export const CODE = /^pgs_[A-Za-z0-9_-]{43}$/;

export const newToken = () => `pg_${randomBytes(32).toString("base64url")}`;
export const newCode = () => `pgs_${randomBytes(32).toString("base64url")}`;

/** Its first characters, by which people recognise a token. What is left is beyond guessing. */
export const hintOf = (token: string) => `${token.slice(0, 8)}…`;

/** Gives the HMAC-SHA-256 of a token, by which it is found in the store. */
export type Digest = (token: string) => Promise<Buffer>;

/**
 * Makes digests with the given secret, or with one that the store keeps: a copy of the table of tokens alone lets nobody
 * check a guess.
 */
export function createDigest(database: Pick<Database, "rows">, secret?: string): Digest {
  let key = secret === undefined ? undefined : Promise.resolve(secret);
  return async (token) => {
    key ??= keptSecret(database);
    const known = await key.catch((error) => {
      key = undefined;
      throw error;
    });
    return createHmac("sha256", known).update(token).digest();
  };
}

async function keptSecret({ rows }: Pick<Database, "rows">): Promise<string> {
  const fresh = randomBytes(32).toString("base64url");
  // Of several processes that begin at the same time, one writes it and all read the same.
  await rows("insert into secrets (name, value) values ('tokens', $1) on conflict do nothing", [fresh]);
  const [row] = await rows("select value from secrets where name = 'tokens'", []);
  return row![0] as string;
}
