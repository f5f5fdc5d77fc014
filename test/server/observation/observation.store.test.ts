import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMetricsStep } from "../../../src/server/metricsPage.ts";
import { createMetricsServer } from "../../../src/server/metricsServer.ts";
import { setLog } from "../../../src/server/observation/log.ts";
import { createObservation, type Observation } from "../../../src/server/observation/observation.ts";
import { createRequestLog } from "../../../src/server/observation/requestLog.ts";
import { startTracing } from "../../../src/server/observation/tracing.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore } from "../../support/smallStore.ts";
import { ended } from "./fakeExchange.ts";

const FRONTIER = '{ frontier(where: { benchmark: ["sums"] }) { candidateCount } }';

let store: Store;
let observation: Observation;
let api: Api;
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  observation = createObservation(store, createRequestLog());
  api = await serveApi(store, { observation });
});
afterAll(async () => {
  await api.close();
  await store.close();
});
afterEach(() => setLog({ level: "info", format: "plain" }));

/** The lines that are logged from now on. */
function logged(level: "debug" | "info" = "info") {
  const lines: Record<string, any>[] = [];
  setLog({ level, format: "json" }, (line) => lines.push(JSON.parse(line)));
  return lines;
}

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(api.url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

describe("a server", () => {
  it("counts queries with and without the fast lane alike, and kept answers", async () => {
    for (let i = 0; i < 4; i++) await api.ask(`query Sums ${FRONTIER}`);
    await expect
      .poll(() => observation.metrics())
      .toContain('paretograph_requests_total{operation="Sums",type="query",outcome="OK"} 4');
    const text = await observation.metrics();
    expect(text).toContain('paretograph_kept_answers_total{result="miss"} 1');
    expect(text).toContain('paretograph_kept_answers_total{result="hit"} 2');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
  });

  it("counts refusals by their codes, and does not take over the names of refused operations", async () => {
    const lines = logged();
    await api.ask('query Unknown { frontier(where: { benchmark: ["nope"] }) { candidateCount } }');
    await api.ask("query Invented { nothing }");
    await post("{");
    await post(JSON.stringify({ query: "x".repeat(2 * 1024 * 1024) }));
    await expect.poll(() => lines.length).toBe(4);
    const text = await observation.metrics();
    expect(text).toContain('{operation="Unknown",type="query",outcome="UNKNOWN_BENCHMARK"} 1');
    expect(text).toContain('{operation="",type="",outcome="GRAPHQL_VALIDATION_FAILED"} 1');
    expect(text).toContain('{operation="",type="",outcome="BODY_TOO_LARGE"} 1');
    expect(text).not.toContain("Invented");
    expect(lines.map(({ outcome }) => outcome)).toContain("BODY_TOO_LARGE");
  });

  it("names each request in its answer and in the log of what went wrong", async () => {
    const lines = logged();
    const broken = await serveApi(
      { ...store, rows: () => Promise.reject(new Error("the disk is full")) },
      { observation },
    );
    const response = await fetch(broken.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": "proxy-7" },
      body: JSON.stringify({ query: "{ runs { edges { cursor } } }" }),
    });
    await response.text();
    await broken.close();
    expect(response.headers.get("x-request-id")).toBe("proxy-7");
    expect(lines).toMatchObject([
      { level: "error", request: "proxy-7", err: { message: "the disk is full", stack: expect.any(String) } },
      { level: "warn", request: "proxy-7", outcome: "INTERNAL_SERVER_ERROR" },
    ]);
  });

  it.each(["x".repeat(65), "a b", "<script>", "a;b"])(
    "takes no id over that is not short and plain: %s",
    async (id) => {
      const response = await post(JSON.stringify({ query: FRONTIER }), { "x-request-id": id });
      expect(response.headers.get("x-request-id")).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    },
  );

  it("shows metrics on its own port to operators alone", async () => {
    const address = api.url.replace("/graphql", "/metrics");
    expect((await fetch(address)).status).toBe(404);
    const step = createMetricsStep(observation);
    const exchange = ended({}, { url: "/metrics" }) as any;
    exchange.request.method = "GET";
    exchange.principal = { id: "token-1", scope: "measure", lab: null };
    expect(step(exchange)).toBe(false);
    const written: unknown[] = [];
    exchange.response = {
      writeHead: (status: number) => written.push(status),
      end: (text: string) => written.push(text),
    };
    exchange.principal = { id: "token-2", scope: "operate", lab: null };
    expect(await step(exchange)).toBe(true);
    expect(written).toEqual([200, expect.stringContaining("paretograph_requests_total")]);
  });

  it("serves metrics, and nothing else, on an address of their own", async () => {
    const server = createMetricsServer(observation.metrics).listen(0, "127.0.0.1");
    await expect.poll(() => server.listening).toBe(true);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answers = await Promise.all([fetch(`${url}/metrics`), fetch(`${url}/graphql`), fetch(url)]);
    server.close();
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(answers[0]!.headers.get("content-type")).toContain("text/plain");
  });
});

describe("tracing", () => {
  it("loads nothing and sends nothing unless a collector is named", async () => {
    const stop = await startTracing({}, "1");
    await api.ask(FRONTIER);
    await stop();
  });

  it("sends a span for each request, below the span of its caller, and for each phase of a run", async () => {
    const spans: any[] = [];
    const resources: any[] = [];
    const collector = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
        resources.push(resource);
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      response.setHeader("content-type", "application/json");
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await expect.poll(() => collector.listening).toBe(true);
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
    const stop = await startTracing(process.env, "1.2.3");
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    for (const traceparent of [`00-${traceId}-b7ad6b7169203331-01`, "00-nothing-of-the-kind-01"]) {
      const headers = { traceparent, "x-request-id": "traced-1" };
      await (await post(JSON.stringify({ query: `query Traced ${FRONTIER}` }), headers)).text();
    }
    const { phase } = await import("../../../src/evaluation/phase.ts");
    await phase("run", 7, () => phase("answer", 7, async () => {}));
    await expect(phase("fails", 7, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stop();
    collector.close();

    const requests = spans.filter(({ name }) => name === "query Traced");
    expect(requests.map(({ traceId: id, parentSpanId }) => [id, parentSpanId])).toEqual([
      [traceId, "b7ad6b7169203331"],
      [expect.not.stringMatching(traceId), undefined],
    ]);
    expect(requests[0].attributes).toContainEqual({ key: "paretograph.request", value: { stringValue: "traced-1" } });
    expect(requests[0].attributes).toContainEqual({ key: "paretograph.outcome", value: { stringValue: "OK" } });
    const [run, answer] = ["run", "answer"].map((wanted) => spans.find(({ name }) => name === wanted));
    expect(answer.parentSpanId).toBe(run.spanId);
    expect(spans.find(({ name }) => name === "fails").status.code).toBe(2);
    expect(JSON.stringify(resources)).toContain('"service.name","value":{"stringValue":"paretograph"}');
  });

  it("answers as ever where the collector is gone", async () => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:9";
    const lines = logged();
    const stop = await startTracing(process.env, "1");
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    expect(await api.ask(FRONTIER)).toMatchObject({ data: { frontier: { candidateCount: 0 } } });
    await stop();
    expect(lines.every(({ level }) => level !== "fatal")).toBe(true);
  });
});
