import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ANONYMOUS, type Principal } from "../access/principal.ts";
import { RequestError } from "../errors/requestError.ts";
import { Ending } from "../store/database/ending.ts";
import type { Visit } from "./edge/visit.ts";
import type { Account } from "./limits/budget.ts";
import { nothingObserved, type Observed } from "./observation/observed.ts";

/** A request under way, its response, and what is known of the caller. */
export interface Exchange extends Visit {
  /** Names the exchange in the log and in the header `x-request-id`. */
  id: string;
  principal: Principal;
  /** What the caller may still use in this minute; null before the request is admitted. */
  account: Account | null;
  /** What is learned of the request on its way. */
  observed: Observed;
  /** It comes when the client goes away before it has its answer, or when the answer takes too long. */
  ending: Ending;
}

/**
 * A step in the life of a request. It returns true if it has answered, and false to leave the request to the next step.
 * It refuses a request by throwing a `RequestError`.
 */
export type Step = (exchange: Exchange) => boolean | Promise<boolean>;

/** @param onEnd is called when the answer has ended or the client has gone. */
export function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  onEnd: (exchange: Exchange) => void = () => {},
): Exchange {
  const exchange: Exchange = {
    ...{ request, response, id: givenId(request) ?? randomUUID(), principal: ANONYMOUS, account: null },
    ...{ isReader: false, parameters: null, observed: nothingObserved(), ending: new Ending() },
  };
  response.once("close", () => {
    if (!response.writableFinished) exchange.ending.end(new RequestError("CANCELED", "The client went away."));
    onEnd(exchange);
  });
  return exchange;
}

/** The id that a proxy before this server has given to the request. It is taken over only if it is short and plain. */
function givenId({ headers }: IncomingMessage): string | undefined {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w.:-]{1,64}$/.test(id) ? id : undefined;
}
