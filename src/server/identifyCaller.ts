import type { Access } from "../access/access.ts";
import type { Principal } from "../access/principal.ts";
import { refusalOf } from "../access/refusal.ts";
import { isErrorOf } from "../errors/codedError.ts";
import type { Admission } from "./admission.ts";
import type { Step } from "./exchange.ts";

/**
 * Reads the caller from the header `Authorization`, and from nothing else: an address stands in logs and histories, and a
 * browser adds cookies by itself. A token that does not hold is refused even where none is needed, so that nobody takes
 * an answer without rights for one with them. An address that sent many such tokens sends none for a while.
 */
export function createIdentifyStep(
  { identify }: Pick<Access, "identify">,
  { guessesOf }: Pick<Admission, "guessesOf">,
): Step {
  return (exchange) => {
    const { authorization } = exchange.request.headers;
    if (authorization === undefined) return false;
    const guesses = guessesOf(exchange);
    guesses.charge(0);
    const identified = (principal: Principal) => {
      exchange.principal = principal;
      return false;
    };
    return identify(authorization).then(identified, (error) => {
      if (isErrorOf("request", error) && error.status === 401) guesses.charge(1);
      throw error;
    });
  };
}

/** The addresses that are answered without reading: the page on which a browser signs in, and whether the server is well. */
const OPEN = /^\/(graphql|health(\/\w+)?)$/;

/** Refuses callers without a token where reading needs one. A request with parameters could read. */
export function createReaderStep({ reading }: Pick<Access, "reading">): Step {
  return ({ principal, request }) => {
    if (reading === "open" || principal.scope !== null) return false;
    if (["GET", "HEAD", "OPTIONS"].includes(request.method!) && OPEN.test(request.url!)) return false;
    throw refusalOf(principal, "read");
  };
}
