import { RequestError } from "../../errors/requestError.ts";
import { createReadiness } from "../../store/database/readiness.ts";
import type { Store } from "../../store/store.ts";
import { SECURITY_HEADERS } from "./securityHeaders.ts";
import type { EdgeStep, Visit } from "./visit.ts";

const PATHS = ["/health", "/health/live", "/health/ready"];

const ANSWER = '{"status":"ok"}';

/**
 * Answers `/health` and `/health/live` while the process runs, and `/health/ready` while the server takes requests, its
 * database answers and the results that come with the package are stored (else `NOT_READY`).
 */
export function createHealthStep(store: Pick<Store, "rows" | "loading">, stopping?: AbortSignal): EdgeStep {
  const databaseAnswers = createReadiness(store);
  return (visit) => {
    // Most requests ask for something else, and must not wait for this step.
    const path = visit.request.url!.startsWith("/health") ? visit.request.url!.split("?")[0]! : "";
    return PATHS.includes(path) && answer(visit, path);
  };

  async function answer({ request, response }: Visit, path: string): Promise<true> {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use GET or HEAD.`);
    }
    if (path === "/health/ready") {
      if (stopping?.aborted) throw new RequestError("NOT_READY", "The server is stopping.");
      if (store.loading) {
        const { done, total } = store.loading;
        throw new RequestError("NOT_READY", `Published results are being loaded: ${done} of ${total} runs are stored.`);
      }
      if (!(await databaseAnswers())) throw new RequestError("NOT_READY", "The database does not answer.");
    }
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": ANSWER.length,
      "cache-control": "no-store",
      ...SECURITY_HEADERS,
    });
    response.end(ANSWER);
    return true;
  }
}
