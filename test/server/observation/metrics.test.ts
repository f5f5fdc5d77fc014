import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRequestMetrics } from "../../../src/server/observation/metrics.ts";
import { ended } from "./fakeExchange.ts";

/** The samples of the metrics by name and labels. */
function samples(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ""), Number(line.split(" ").at(-1))]));
}

const store = { rows: async () => [["SUCCEEDED", 7] as unknown[], ["QUEUED", 2]] };

describe("the metrics of requests", () => {
  it("count by operation, type and outcome", async () => {
    const metrics = createRequestMetrics(store);
    for (let i = 0; i < 3; i++) metrics.begun();
    metrics.ended(ended({ operation: "Page", type: "query", kept: true, cost: 12 }), 0.02);
    metrics.ended(ended({ operation: "Page", type: "query", code: "UNKNOWN_MODEL", kept: false }), 0.3);
    const found = samples(await metrics.text());
    expect(found.get('paretograph_requests_total{operation="Page",type="query",outcome="OK"}')).toBe(1);
    expect(found.get('paretograph_requests_total{operation="Page",type="query",outcome="UNKNOWN_MODEL"}')).toBe(1);
    const durations = "paretograph_request_duration_seconds";
    expect(found.get(`${durations}_bucket{le="0.025",type="query"}`)).toBe(1);
    expect(found.get(`${durations}_sum{type="query"}`)).toBeCloseTo(0.32);
    const seconds = "paretograph_request_seconds_total";
    expect(found.get(`${seconds}{operation="Page",type="query",outcome="UNKNOWN_MODEL"}`)).toBeCloseTo(0.3);
    expect(found.get("paretograph_requested_cost_sum")).toBe(12);
    expect(found.get('paretograph_kept_answers_total{result="hit"}')).toBe(1);
    expect(found.get('paretograph_kept_answers_total{result="miss"}')).toBe(1);
    expect(found.get("paretograph_open_requests")).toBe(1);
    expect(found.get('paretograph_runs{status="QUEUED"}')).toBe(2);
    expect(found.get("paretograph_database_up")).toBe(1);
  });

  it("name the outcome by the status where there is no code, and a client that has gone", async () => {
    const metrics = createRequestMetrics(store);
    metrics.ended(ended({}, { status: 404 }), 0.01);
    metrics.ended(ended({ type: "subscription", operation: "Progress" }, { finished: false }), 500);
    metrics.ended(ended({}, { status: 400 }), 0.01);
    metrics.ended(ended({}, { status: 399 }), 0.01);
    const text = await metrics.text();
    expect(text).toContain('outcome="HTTP_404"');
    expect(text).toContain('outcome="HTTP_400"');
    expect(text).not.toContain('outcome="HTTP_399"');
    expect(text).toContain('outcome="CLIENT_GONE"');
    // The time that a subscription was open says nothing about how quickly it was answered.
    expect(text).not.toContain('paretograph_request_duration_seconds_count{type="subscription"');
  });

  it("stay small, whatever names callers invent", async () => {
    const metrics = createRequestMetrics(store);
    metrics.ended(ended({ operation: "x".repeat(10_000), type: "query" }), 0.01);
    for (let i = 0; i < 5_000; i++) metrics.ended(ended({ operation: `Op${i}`, type: "query", code: `CODE_${i}` }), 0);
    const text = await metrics.text();
    expect(text.length).toBeLessThan(500_000);
    expect(text).not.toContain("xxxxx");
    expect(samples(text).get('paretograph_requests_total{operation="other",type="query",outcome="other"}')).toBe(4_900);
  });

  it("count the open connections of a server", async () => {
    const metrics = createRequestMetrics(store);
    const server = (count: number) => ({
      getConnections: (done: (error: null, count: number) => void) => done(null, count),
    });
    metrics.countConnections(server(3) as never);
    metrics.countConnections(server(4) as never);
    expect(samples(await metrics.text()).get("paretograph_connections")).toBe(7);
  });

  it("of one server are not those of another", async () => {
    const [one, other] = [createRequestMetrics(store), createRequestMetrics(store)];
    one.ended(ended({ operation: "Page", type: "query" }), 0.01);
    expect(await other.text()).not.toContain('operation="Page"');
  });
});

describe("the counts of runs", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are read once in ten seconds", async () => {
    const rows = vi.fn(store.rows);
    const metrics = createRequestMetrics({ rows });
    await metrics.text();
    vi.advanceTimersByTime(9_999);
    await metrics.text();
    expect(rows).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    await metrics.text();
    expect(rows).toHaveBeenCalledTimes(2);
  });

  it("are left out after two seconds where the database hangs, and asked for once", async () => {
    const rows = vi.fn(() => new Promise<never>(() => {}));
    const metrics = createRequestMetrics({ rows });
    for (let i = 0; i < 3; i++) {
      const text = metrics.text();
      await vi.advanceTimersByTimeAsync(2_000);
      const found = samples(await text);
      expect(found.get("paretograph_database_up")).toBe(0);
      expect([...found.keys()].filter((name) => name.startsWith("paretograph_runs"))).toEqual([]);
    }
    expect(rows).toHaveBeenCalledTimes(1);
  });

  it("are left out where the database fails", async () => {
    const metrics = createRequestMetrics({ rows: () => Promise.reject(new Error("the connection is closed")) });
    expect(samples(await metrics.text()).get("paretograph_database_up")).toBe(0);
  });
});
