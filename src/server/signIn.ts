import type { Access } from "../access/access.ts";
import { exchangeCode } from "../access/signIn.ts";
import { RequestError } from "../errors/requestError.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";
import { readBody } from "./body.ts";
import { requireJson } from "./edge/mediaTypes.ts";
import type { Exchange, Step } from "./exchange.ts";

const PATH = "/sign-in";

/**
 * Answers `POST /sign-in`, which exchanges the code of a sign-in link for a token: `{"code": "…"}` for
 * `{"token", "scope", "lab", "expiresAt"}`. Other addresses are left to the next step.
 */
export function createSignInStep(store: Store, { tokens }: Pick<Access, "tokens">, admission: Admission): Step {
  const answer = async (exchange: Exchange) => {
    const { request, response } = exchange;
    await admission.admit(exchange);
    const { method } = request;
    response.setHeader("cache-control", "no-store");
    if (method !== "POST") {
      response.setHeader("allow", "POST");
      throw new RequestError("METHOD_NOT_ALLOWED", `${method} is not allowed here. Use POST.`);
    }
    requireJson(request);
    const signedIn = await exchangeCode(store, tokens, codeIn(await readBody(request)));
    const body = Buffer.from(JSON.stringify(signedIn));
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": body.length });
    response.end(body);
    return true;
  };
  return (exchange) => {
    const { url } = exchange.request;
    return url === PATH || url?.startsWith(`${PATH}?`) ? answer(exchange) : false;
  };
}

function codeIn(body: string): unknown {
  try {
    return JSON.parse(body)?.code;
  } catch {
    return undefined;
  }
}
