import { context, SpanStatusCode, trace } from "@opentelemetry/api";

/** Does a part of the work on a run within a span of that name. Where tracing is off, it only does the work. */
export async function phase<Result>(name: string, runId: number, work: () => Promise<Result>): Promise<Result> {
  const span = trace.getTracer("paretograph").startSpan(name, { attributes: { "paretograph.run": runId } });
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
