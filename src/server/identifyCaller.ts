import type { Access } from "../access/access.ts";
import { refusalOf } from "../access/refusal.ts";
import type { Step } from "./exchange.ts";

/**
 * Reads the caller from the header `Authorization`, and from nothing else: an address stands in logs and histories, and a
 * browser adds cookies by itself. A token that does not hold is refused even where none is needed, so that nobody takes
 * an answer without rights for one with them.
 */
export function createIdentifyStep({ identify }: Pick<Access, "identify">): Step {
  return (exchange) => {
    const { authorization } = exchange.request.headers;
    if (authorization === undefined) return false;
    return identify(authorization).then((principal) => {
      exchange.principal = principal;
      return false;
    });
  };
}

/**
 * Refuses callers without a token where reading needs one. A GET without parameters is let through, since it reads nothing:
 * it asks for the page on which a browser signs in.
 */
export function createReaderStep({ reading }: Pick<Access, "reading">): Step {
  return ({ principal, request }) => {
    if (reading === "open" || principal.scope !== null) return false;
    const isPage = ["GET", "HEAD", "OPTIONS"].includes(request.method!) && !request.url!.includes("?");
    if (isPage) return false;
    throw refusalOf(principal, "read");
  };
}
