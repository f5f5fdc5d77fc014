import { nothingObserved, type Observed, type ObservedExchange } from "../../../src/server/observation/observed.ts";

/** An exchange that has ended, as far as it is observed. */
export function ended(
  observed: Partial<Observed>,
  { status = 200, finished = true, url = "/graphql" }: { status?: number; finished?: boolean; url?: string } = {},
): ObservedExchange {
  return {
    request: { method: "POST", url, headers: {} },
    response: { statusCode: status, writableFinished: finished },
    id: "request-1",
    principal: { id: "token-3", scope: "read", lab: null },
    observed: { ...nothingObserved(), ...observed },
  } as unknown as ObservedExchange;
}
