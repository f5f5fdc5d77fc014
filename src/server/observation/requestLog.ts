import { log } from "./log.ts";
import { type ObservedExchange, outcomeOf } from "./observed.ts";

/** The most lines about refused requests in a second. A flood of refusals must not become a flood of lines. */
const MOST_REFUSALS = 20;

/**
 * Writes a line for each request: at `debug` where it succeeded, and as a warning where it was refused. Its address is
 * written without parameters, which may hold what a caller wants to keep.
 */
export function createRequestLog(): (exchange: ObservedExchange, seconds: number) => void {
  let second = 0;
  let written = 0;
  let skipped = 0;
  const write = (level: "debug" | "warn", exchange: ObservedExchange, outcome: string, seconds: number) => {
    const { request, response, id, principal, observed } = exchange;
    const { operation, type, cost } = observed;
    const path = (request.url ?? "").split("?", 1)[0]!.slice(0, 200);
    log[level](
      {
        request: id,
        ...{ method: request.method, path, status: response.statusCode, outcome },
        ...{ milliseconds: Math.round(seconds * 1e4) / 10, caller: principal.id },
        ...(type && { type }),
        ...(operation && { operation }),
        ...(cost !== null && { cost }),
        ...(skipped > 0 && level === "warn" && { refusalsNotLogged: skipped }),
      },
      level === "warn" ? "request refused" : "request",
    );
  };
  return (exchange, seconds) => {
    const outcome = outcomeOf(exchange);
    if (outcome === "OK" || outcome === "CLIENT_GONE") {
      if (log.isLevelEnabled("debug")) write("debug", exchange, outcome, seconds);
      return;
    }
    if (!log.isLevelEnabled("warn")) return;
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      written = 0;
    }
    if (++written > MOST_REFUSALS) {
      skipped++;
      return;
    }
    write("warn", exchange, outcome, seconds);
    skipped = 0;
  };
}
