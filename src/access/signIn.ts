import { RequestError } from "../errors/requestError.ts";
import type { Database } from "../store/database/database.ts";
import { rfc3339 } from "../store/instant.ts";
import type { Scope } from "./principal.ts";
import { unauthenticated } from "./refusal.ts";
import { CODE, hintOf, newCode, newToken } from "./tokenDigest.ts";
import { checkLab } from "./tokenRequest.ts";
import type { Tokens } from "./tokens.ts";

/** How long a link can be used, and how long the token holds for which it is exchanged. */
const CODE_MINUTES = 10;
const TOKEN_HOURS = 12;

/** The address of a sign-in link after that of its server. What follows the # is sent to no server and stands in no log. */
export const signInPath = (code: string) => `/graphql#sign-in=${code}`;

/**
 * Makes the code of a link that signs a browser in. What it gives ends with the token `parent`, if that is given. Throws
 * `FORBIDDEN` if that one came from a link itself.
 */
export async function createSignInCode(
  { rows }: Pick<Database, "rows">,
  { digestOf }: Pick<Tokens, "digestOf">,
  { scope, lab, parent = null }: { scope: Scope; lab: string | null; parent?: number | null },
): Promise<{ code: string; expiresAt: string }> {
  checkLab(scope, lab);
  const code = newCode();
  await rows("delete from tokens where single_use and expires_at < now()", []);
  const [row] = await rows(
    `insert into tokens (digest, hint, note, scope, lab, single_use, parent, expires_at)
     select $1, $2, 'sign-in link', $3, $4, true, $5, now() + interval '${CODE_MINUTES} minutes'
     where not exists (select from tokens p where p.id = $5 and (p.parent is not null or p.revoked_at is not null))
     returning expires_at::text`,
    [(await digestOf(code)).toString("hex"), hintOf(code), scope, lab, parent],
  );
  // Links from links would go on and on, and revoking their first token would have to find all of them.
  if (!row) throw new RequestError("FORBIDDEN", "A token that came from a link makes no links.");
  return { code, expiresAt: rfc3339(row[0] as string) };
}

/** A token for a browser, as `POST /sign-in` answers it. */
export interface SignedIn {
  token: string;
  scope: Scope;
  lab: string | null;
  expiresAt: string;
}

/**
 * Exchanges the code of a link for a token, once. The row of the code becomes that of the token in one statement, so of two
 * exchanges at the same time one finds no code. Throws `UNAUTHENTICATED` for a code that is unknown, used, expired or revoked.
 */
export async function exchangeCode(
  { rows }: Pick<Database, "rows">,
  { digestOf }: Pick<Tokens, "digestOf">,
  code: unknown,
): Promise<SignedIn> {
  if (typeof code !== "string") {
    throw new RequestError("BAD_REQUEST", 'code: write the body as {"code": "…"} with the code of the link.', "code");
  }
  const token = newToken();
  const [row] = CODE.test(code)
    ? await rows(
        `update tokens t set digest = $2, hint = $3, note = 'signed in by a link', single_use = false,
           expires_at = least(now() + interval '${TOKEN_HOURS} hours', (select p.expires_at from tokens p where p.id = t.parent))
         where digest = $1 and single_use and revoked_at is null and expires_at > now()
           and not exists (select from tokens p where p.id = t.parent and (p.revoked_at is not null or p.expires_at <= now()))
         returning scope, lab, expires_at::text`,
        [(await digestOf(code)).toString("hex"), (await digestOf(token)).toString("hex"), hintOf(token)],
      )
    : [];
  if (!row)
    throw unauthenticated(`The link was used, or it is older than ${CODE_MINUTES} minutes. Ask for another one.`);
  const [scope, lab, expiresAt] = row as [Scope, string | null, string];
  return { token, scope, lab, expiresAt: rfc3339(expiresAt) };
}
