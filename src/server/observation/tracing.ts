import { setTimeout } from "node:timers/promises";
import type { Tracer } from "@opentelemetry/api";
import { log } from "./log.ts";
import { type ObservedExchange, outcomeOf } from "./observed.ts";
import { loadOpenTelemetry } from "./openTelemetry.ts";

/** The longest time that the end of the process waits for the last traces. */
const LAST_TRACES_MS = 3_000;

type Api = typeof import("@opentelemetry/api");

/** The API of OpenTelemetry and the tracer of requests; undefined where tracing is off, and then nothing of it is loaded. */
let tracing: { api: Api; tracer: Tracer } | undefined;

/**
 * Begins to send traces to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT` (or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`), which
 * OpenTelemetry reads with the other variables that it defines. Without them it does nothing. Returns the function that
 * sends what is left.
 *
 * @throws {TracingNotInstalled} if a collector is named and the packages of OpenTelemetry are missing.
 */
export async function startTracing(environment: NodeJS.ProcessEnv, version: string): Promise<() => Promise<void>> {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT && !environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
    return async () => {};
  const { api, sdk, exporter, resources } = await loadOpenTelemetry();
  const provider = new sdk.NodeTracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ "service.name": "paretograph", "service.version": version }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  });
  // The phases of runs ask the API for its tracer.
  provider.register();
  api.diag.setLogger({
    error: (message) => log.warn(`OpenTelemetry: ${message}`),
    warn: (message) => log.warn(`OpenTelemetry: ${message}`),
    info() {},
    debug() {},
    verbose() {},
  });
  tracing = { api, tracer: provider.getTracer("paretograph", version) };
  return async () => {
    tracing = undefined;
    // A collector that is gone must not keep the process from ending in order and soon.
    const sent = provider.shutdown().catch((error) => log.warn({ err: error }, "The last traces were not sent."));
    await Promise.race([sent, setTimeout(LAST_TRACES_MS, undefined, { ref: false })]);
  };
}

/** Records a request that has just ended as a span, below the span that its header `traceparent` names. */
export function traceRequest(exchange: ObservedExchange, seconds: number): void {
  if (!tracing) return;
  const { api, tracer } = tracing;
  const { request, response, id, observed } = exchange;
  const { operation, type, cost } = observed;
  const outcome = outcomeOf(exchange);
  const ended = Date.now();
  const span = tracer.startSpan(
    [type ?? request.method, operation].filter(Boolean).join(" "),
    {
      kind: api.SpanKind.SERVER,
      startTime: ended - seconds * 1000,
      attributes: {
        "http.request.method": request.method,
        "http.response.status_code": response.statusCode,
        "paretograph.request": id,
        "paretograph.outcome": outcome,
        ...(operation && { "graphql.operation.name": operation }),
        ...(type && type !== "page" && { "graphql.operation.type": type }),
        ...(cost !== null && { "paretograph.cost": cost }),
      },
    },
    parentOf(request.headers.traceparent, api),
  );
  if (outcome === "INTERNAL_SERVER_ERROR") span.setStatus({ code: api.SpanStatusCode.ERROR });
  span.end(ended);
}

/** The span of the caller, from the header of the W3C's recommendation "Trace Context"; none where it is not well formed. */
function parentOf(header: string | string[] | undefined, api: Api) {
  const [, traceId, spanId, flags] =
    /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})\b/.exec(String(header)) ?? [];
  const parent = { traceId: traceId!, spanId: spanId!, traceFlags: Number.parseInt(flags!, 16), isRemote: true };
  const isGiven = traceId !== undefined && api.isSpanContextValid(parent);
  return isGiven ? api.trace.setSpanContext(api.ROOT_CONTEXT, parent) : api.ROOT_CONTEXT;
}
