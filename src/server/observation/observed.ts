import type { IncomingMessage, ServerResponse } from "node:http";
import type { Principal } from "../../access/principal.ts";

/** What is learned of a request on its way, for the metrics, the log and the traces. */
export interface Observed {
  /** The name of the operation, or of the page, once it has passed every rule. A name that was refused is not kept. */
  operation: string | null;
  type: "query" | "mutation" | "subscription" | "page" | null;
  /** The code of the first error; null where there is none. */
  code: string | null;
  /** The cost that the request was charged with; null where none was computed. */
  cost: number | null;
  /** Whether the whole answer was kept from before; null where answers of its kind are not kept. */
  kept: boolean | null;
}

export function nothingObserved(): Observed {
  return { operation: null, type: null, code: null, cost: null, kept: null };
}

/** The parts of an exchange that are observed. */
export interface ObservedExchange {
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
  principal: Principal;
  observed: Observed;
}

/** How an exchange ended: `OK`, the code of its first error, or its HTTP status where no code says more. */
export function outcomeOf({ response, observed }: ObservedExchange): string {
  if (observed.code !== null) return observed.code;
  if (!response.writableFinished) return "CLIENT_GONE";
  return response.statusCode < 400 ? "OK" : `HTTP_${response.statusCode}`;
}
