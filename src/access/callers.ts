import { LRUCache } from "lru-cache";
import { RequestError } from "../errors/requestError.ts";
import type { Database } from "../store/database/database.ts";
import { createJwtReader, type IdentityProvider } from "./jwt.ts";
import type { Principal } from "./principal.ts";
import { unauthenticated } from "./refusal.ts";
import { TOKEN } from "./tokenDigest.ts";
import { type FoundToken, REVOCATIONS, type Tokens } from "./tokens.ts";

/** The longest time, in milliseconds, for which a token is still taken after another process revoked it. */
const REMEMBERED_MS = 5000;
/** The most tokens that are remembered. Each takes about 300 bytes. */
const MOST_REMEMBERED = 1000;

/** Gives the caller of a request by its header `Authorization`. Throws a `RequestError` where that does not hold. */
export type Identify = (authorization: string) => Promise<Principal>;

export function createIdentify(
  database: Pick<Database, "listen">,
  tokens: Tokens,
  provider?: IdentityProvider | null,
): Identify {
  const readJwt = provider ? createJwtReader(provider) : null;
  const remembered = new LRUCache<string, FoundToken>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });
  let revocations = 0;
  let listening: Promise<void> | undefined;

  /** Hears of revocations. If that fails, a token is forgotten after `REMEMBERED_MS` all the same. */
  const hearRevocations = () => {
    listening ??= database
      .listen(REVOCATIONS, () => {
        revocations++;
        remembered.clear();
      })
      .catch(() => {
        listening = undefined;
      });
    return listening;
  };

  async function find(token: string): Promise<FoundToken | null> {
    const digest = await tokens.digestOf(token);
    const key = digest.toString("base64");
    const known = remembered.get(key);
    if (known) return known;
    await hearRevocations();
    const before = revocations;
    const found = await tokens.find(digest);
    // What was read before a revocation was heard may be out of date.
    if (found && revocations === before) remembered.set(key, found);
    return found;
  }

  return async (authorization) => {
    const [, bearer] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? [];
    if (bearer === undefined) throw unauthenticated('Send a token as "Authorization: Bearer TOKEN".');
    if (readJwt && bearer.split(".").length === 3) return (await readJwt(bearer)).principal;
    const found = TOKEN.test(bearer) ? await find(bearer) : null;
    if (!found) throw unauthenticated("The token is none of this server's.");
    if (found.isRevoked) throw new RequestError("TOKEN_REVOKED", "The token was revoked.");
    if (found.expiresAt !== null && found.expiresAt <= Date.now()) {
      throw new RequestError("TOKEN_EXPIRED", "The token has expired.");
    }
    const { id, scope, lab } = found;
    return { id: `token:${id}`, scope, lab, tokenId: id };
  };
}
