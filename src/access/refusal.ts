import { RequestError } from "../errors/requestError.ts";
import { includes, type Principal, type Scope } from "./principal.ts";

/** The refusal of a caller whose token lacks a scope, or who has no token. */
export function refusalOf(principal: Principal, needed: Scope): RequestError {
  if (principal.scope === null) {
    return unauthenticated(`This needs a token of the scope "${needed}". Send it as "Authorization: Bearer TOKEN".`);
  }
  const has = includes(principal.scope, needed) ? "another lab" : `the scope "${principal.scope}"`;
  return new RequestError("FORBIDDEN", `This needs a token of the scope "${needed}", and the one sent is of ${has}.`);
}

/** The refusal of a caller whose token is bound to another lab than the one in question, or to none. */
export function refusalOfLab({ lab }: Principal, asked: string, argument: string): RequestError {
  const own = lab === null ? "is bound to no lab" : `is bound to the lab "${lab}"`;
  const shown = asked.length > 100 ? `${asked.slice(0, 100)}…` : asked;
  return new RequestError(
    "FORBIDDEN",
    `${argument}: the token ${own} and gives no rights over ${JSON.stringify(shown)}.`,
    argument,
  );
}

export const unauthenticated = (message: string) => new RequestError("UNAUTHENTICATED", message);
