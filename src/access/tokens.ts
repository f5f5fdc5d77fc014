import { timingSafeEqual } from "node:crypto";
import { RequestError } from "../errors/requestError.ts";
import type { Database } from "../store/database/database.ts";
import { rfc3339 } from "../store/instant.ts";
import type { Scope } from "./principal.ts";
import { createDigest, hintOf, newToken } from "./tokenDigest.ts";
import { checkTokenRequest, type TokenRequest } from "./tokenRequest.ts";

/** A token as it is listed. The token itself is known only to its holder. */
export interface TokenRow {
  id: number;
  hint: string;
  note: string | null;
  scope: Scope;
  lab: string | null;
  /** Whether it is the code of a sign-in link that nobody has used yet. */
  singleUse: boolean;
  /** Instants in RFC 3339. */
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

/** A token that was found: what it allows, and whether it still does. */
export interface FoundToken {
  id: number;
  scope: Scope;
  lab: string | null;
  /** Milliseconds since 1970; null where it never expires. */
  expiresAt: number | null;
  isRevoked: boolean;
}

/** The channel on which every process hears that a token was revoked. */
export const REVOCATIONS = "paretograph_tokens";
/** The most tokens in a list. */
export const MOST_LISTED = 1000;
/** Tokens that expired this long ago are deleted when another one is made. */
const KEPT_AFTER_EXPIRY = "30 days";

const COLUMNS = "id, hint, note, scope, lab, single_use, created_at::text, expires_at::text, revoked_at::text";

export type Tokens = ReturnType<typeof createTokens>;

/**
 * The tokens of a store.
 *
 * @param secret the key of the digests (`TOKEN_SECRET`). Without it the store keeps one of its own.
 */
export function createTokens(database: Pick<Database, "rows">, secret?: string) {
  const { rows } = database;
  const digestOf = createDigest(database, secret);

  return {
    digestOf,

    /** Makes a token and gives it: this is the only time that it is seen. Throws `BAD_VALUE` for a request that makes none. */
    async create(asked: TokenRequest): Promise<{ token: string; row: TokenRow }> {
      const { scope, lab, note, expiresAt } = checkTokenRequest(asked);
      const token = newToken();
      await rows(`delete from tokens where expires_at < now() - interval '${KEPT_AFTER_EXPIRY}'`, []);
      const digest = (await digestOf(token)).toString("hex");
      const [row] = await rows(
        `insert into tokens (digest, hint, note, scope, lab, expires_at) values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
        [digest, hintOf(token), note, scope, lab, expiresAt],
      );
      return { token, row: readRow(row!) };
    },

    /** The newest tokens, those of one lab if it is given, at most `MOST_LISTED`. */
    async list(lab: string | null): Promise<TokenRow[]> {
      const found = await rows(
        `select ${COLUMNS} from tokens where $1::text is null or lab = $1 order by id desc limit ${MOST_LISTED}`,
        [lab],
      );
      return found.map(readRow);
    },

    /**
     * Revokes a token, and those that were made from it through sign-in links. Gives the token, or throws `BAD_ID` where there
     * is none of this number, or none of the lab if one is given.
     */
    async revoke(id: string, lab: string | null): Promise<TokenRow> {
      const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
      const revoked = await rows(
        `update tokens set revoked_at = coalesce(revoked_at, now())
         where (id = $1 or parent = $1) and exists (select from tokens where id = $1 and ($2::text is null or lab = $2))
         returning ${COLUMNS}`,
        [number, lab],
      );
      const row = revoked.map(readRow).find((one) => one.id === number);
      if (!row) {
        throw new RequestError(
          "BAD_ID",
          `id: there is no token ${JSON.stringify(id.slice(0, 40))} here to revoke.`,
          "id",
        );
      }
      await rows("select pg_notify($1, '')", [REVOCATIONS]);
      return row;
    },

    /** Finds a token by its digest, whether it still holds or not; null where this store never gave it. */
    async find(digest: Buffer): Promise<FoundToken | null> {
      const [row] = await rows(
        `select t.id, t.digest, t.scope, t.lab, (extract(epoch from t.expires_at) * 1000)::double precision,
           t.revoked_at is not null or p.revoked_at is not null
         from tokens t left join tokens p on p.id = t.parent where t.digest = $1 and not t.single_use`,
        [digest.toString("hex")],
      );
      if (!row) return null;
      const [id, stored, scope, lab, expiresAt, isRevoked] = row as [number, string, Scope, string, number, boolean];
      return timingSafeEqual(Buffer.from(stored, "hex"), digest) ? { id, scope, lab, expiresAt, isRevoked } : null;
    },
  };
}

function readRow(row: unknown[]): TokenRow {
  const [id, hint, note, scope, lab, singleUse, createdAt, expiresAt, revokedAt] = row as [
    number,
    string,
    string | null,
    Scope,
    string | null,
    boolean,
    string,
    string | null,
    string | null,
  ];
  return {
    ...{ id, hint, note, scope, lab, singleUse },
    createdAt: rfc3339(createdAt),
    expiresAt: expiresAt && rfc3339(expiresAt),
    revokedAt: revokedAt && rfc3339(revokedAt),
  };
}
