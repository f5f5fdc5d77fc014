import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ANONYMOUS, type Principal } from "../access/principal.ts";
import type { Visit } from "./edge/visit.ts";

/** A request under way, its response, and what is known of the caller. */
export interface Exchange extends Visit {
  /** Names the exchange in the log and in the header `x-request-id`. */
  id: string;
  principal: Principal;
  /** Aborted when the client goes away before it has its answer. */
  signal: AbortSignal;
}

/**
 * A step in the life of a request. It returns true if it has answered, and false to leave the request to the next step.
 * It refuses a request by throwing a `RequestError`.
 */
export type Step = (exchange: Exchange) => boolean | Promise<boolean>;

export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return {
    request,
    response,
    id: randomUUID(),
    principal: ANONYMOUS,
    isReader: false,
    parameters: null,
    signal: gone.signal,
  };
}
