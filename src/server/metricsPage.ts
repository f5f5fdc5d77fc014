import { mayDo } from "../access/principal.ts";
import type { Step } from "./exchange.ts";
import { METRICS_TYPE, type Observation } from "./observation/observation.ts";

const PATH = "/metrics";

/** Answers `GET /metrics` to operators. Nobody else learns that there is such an address. */
export function createMetricsStep(observation: Observation): Step {
  return ({ request, response, principal, observed }) => {
    if (request.url !== PATH || request.method !== "GET" || !mayDo(principal, "operate")) return false;
    observed.type = "page";
    observed.operation = PATH;
    return observation.metrics().then((text) => {
      response.writeHead(200, { "content-type": METRICS_TYPE, "cache-control": "no-store" });
      response.end(text);
      return true;
    });
  };
}
