import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { drain } from "../../../src/server/edge/drain.ts";
import { createHttpServer } from "../../../src/server/server.ts";
import { openStore, type Store } from "../../../src/store/store.ts";

const QUERY = '{"query":"{ __typename }"}';

describe("health and the end of a server", () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore({});
  });
  afterAll(() => store.close());
  afterEach(() => vi.useRealTimers());

  async function serve(of: Partial<Store> = {}) {
    const stopping = new AbortController();
    const follow = async function* () {
      yield { done: 1 };
      await new Promise(() => {});
    };
    const evaluation = Promise.resolve({ follow } as never);
    const server = createHttpServer({ ...store, ...of }, { stopping: stopping.signal, evaluation });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const stop = (ms: number) => {
      stopping.abort();
      return drain(server, ms);
    };
    return { server, port, url: `http://127.0.0.1:${port}`, stop };
  }

  it("is live, and ready while the database answers", async () => {
    const { url, stop } = await serve();
    for (const path of ["/health", "/health/live", "/health/ready"]) {
      const response = await fetch(url + path);
      expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
      expect((await fetch(url + path, { method: "HEAD" })).status).toBe(200);
      expect((await fetch(url + path, { method: "POST" })).status).toBe(405);
    }
    await stop(1000);
  });

  it("is live but not ready while the database fails or hangs, and asks a hung one once", async () => {
    const failing = await serve({ rows: () => Promise.reject(new Error("password: hunter2")) });
    const failed = await fetch(`${failing.url}/health/ready`);
    expect([failed.status, await failed.text()]).toEqual([503, expect.stringContaining("NOT_READY")]);
    await failing.stop(1000);

    const rows = vi.fn(() => new Promise<never>(() => {}));
    const { url, stop } = await serve({ rows });
    const began = performance.now();
    const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/health/ready`)));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect(rows).toHaveBeenCalledTimes(1);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await stop(1000);
  });

  it("answers what is in flight when it stops, takes nothing new, and closes idle connections", async () => {
    const { port, url, stop } = await serve();
    const idle = connect(port, "127.0.0.1");
    await once(idle, "connect");
    const request = httpRequest(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": QUERY.length, expect: "100-continue" },
    });
    request.flushHeaders();
    await once(request, "continue");
    const began = performance.now();
    const stopped = stop(20_000);
    await expect
      .poll(() =>
        fetch(`${url}/health/live`).then(
          () => "answers",
          () => "refuses",
        ),
      )
      .toBe("refuses");
    request.end(QUERY);
    const [response] = await once(request, "response");
    expect(response.statusCode).toBe(200);
    response.resume();
    expect(await stopped).toBe(true);
    expect(performance.now() - began).toBeLessThan(15_000);
    idle.destroy();
  });

  it("says that it is not ready while it stops", async () => {
    const { port, stop } = await serve();
    // A connection that has sent half a request is not idle.
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = stop(5000);
    socket.write("Connection: close\r\n\r\n");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain("NOT_READY");
    await stopped;
  });

  it("ends subscriptions with the event that completes them", async () => {
    const { url, stop } = await serve({});
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query: 'subscription { runProgress(id: "x") { done } }' }),
    });
    expect(response.status).toBeLessThan(500);
    const text = response.text();
    await stop(5000);
    expect(await text).toContain("event: complete");
  });

  it("cuts off after its time what does not end", async () => {
    const { port, stop } = await serve();
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    expect(await stop(300)).toBe(false);
    expect(performance.now() - began).toBeLessThan(5000);
    socket.destroy();
  });

  it("logs nothing when a client goes away in the middle of its body", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { port, url, stop } = await serve();
    for (let time = 0; time < 5; time++) {
      const socket = connect(port, "127.0.0.1");
      socket.write(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (time % 2) socket.resetAndDestroy();
      else socket.destroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
    await stop(1000);
  });
});

describe("a slow client", () => {
  it("is refused when its head or its body does not arrive in time", async () => {
    const server = createHttpServer({} as Store);
    server.headersTimeout = 300;
    server.requestTimeout = 600;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const trickle = async (start: string) => {
      const socket = connect(port, "127.0.0.1");
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk;
      });
      socket.on("error", () => {});
      socket.write(start);
      const timer = setInterval(() => socket.write("a"), 50);
      await once(socket, "close");
      clearInterval(timer);
      return answer;
    };
    const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\n";
    for (const start of [`${head}X: `, `${head}Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n`]) {
      const answer = await trickle(start);
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain("REQUEST_TIMEOUT");
    }
    server.closeAllConnections();
    server.close();
  });
});
