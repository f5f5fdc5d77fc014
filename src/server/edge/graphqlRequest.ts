import { RequestError } from "../../errors/requestError.ts";
import { requireAcceptable } from "./mediaTypes.ts";
import { parametersOfAddress } from "./parameters.ts";
import type { EdgeStep } from "./visit.ts";

const METHODS = "GET, HEAD, POST, OPTIONS";

/**
 * The last step: what has come so far is a GraphQL request, or nothing that this server has. It refuses addresses, methods
 * and answers that it does not know before anything is executed, and reads the parameters that stand in an address. Those
 * of a POST stand in its body.
 */
export const takeGraphQLRequest: EdgeStep = (visit) => {
  const { request, response } = visit;
  const [path, search = ""] = splitAt(request.url!, "?");
  if (path !== "/graphql") throw new RequestError("NOT_FOUND", "There is nothing at this address. Try /graphql.");
  switch (request.method) {
    case "POST":
      requireAcceptable(request);
      return false;
    case "GET":
    case "HEAD":
      requireAcceptable(request);
      visit.parameters = parametersOfAddress(new URLSearchParams(search));
      // Node sends no body after a HEAD, so that GraphQL need not know of it.
      request.method = "GET";
      return false;
    case "OPTIONS":
      response.writeHead(204, { allow: METHODS });
      response.end();
      return true;
    default:
      response.setHeader("allow", METHODS);
      throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use GET or POST.`);
  }
};

function splitAt(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
