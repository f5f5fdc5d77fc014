import type { Database } from "../store/database/database.ts";
import { createIdentify, type Identify } from "./callers.ts";
import type { IdentityProvider } from "./jwt.ts";
import { createTokens, type Tokens } from "./tokens.ts";

export interface AccessOptions {
  /** Who may read: everybody (`open`, the default), or those who have a token. */
  reading?: "open" | "token";
  /** The key of the digests of tokens. Without it the store keeps one of its own. */
  tokenSecret?: string | undefined;
  /** The identity provider whose JWTs are taken beside the tokens of the store. */
  identityProvider?: IdentityProvider | undefined;
}

/** Who may do what on a server. */
export interface Access {
  reading: "open" | "token";
  tokens: Tokens;
  identify: Identify;
}

export function createAccess(
  database: Pick<Database, "rows" | "listen">,
  { reading = "open", tokenSecret, identityProvider }: AccessOptions = {},
): Access {
  const tokens = createTokens(database, tokenSecret);
  return { reading, tokens, identify: createIdentify(database, tokens, identityProvider) };
}
