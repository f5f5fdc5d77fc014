import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import openai from "../../../src/runners/openai.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";

let server: Server;
let asked: string[];
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function serve(answer: (path: string) => { status: number; headers?: Record<string, string>; body: string }) {
  asked = [];
  server = createServer(({ url }, response) => {
    asked.push(url!);
    const { status, headers, body } = answer(url!);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const open = (plugin: typeof vllm | typeof openai, endpoint: string, reach?: "public") =>
  (plugin as typeof openai).open((plugin as typeof openai).options.parse({ endpoint, model: "m" }), {
    signal: new AbortController().signal,
    log: () => {},
    ...(reach && { reach }),
  });

describe("an engine of a caller", () => {
  it.each(["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])(
    "at %s is never connected to",
    async (host) => {
      const port = await serve(() => ({ status: 200, body: "{}" }));
      for (const plugin of [vllm, openai]) {
        await expect(open(plugin, `http://${host}:${port}`, "public")).rejects.toMatchObject({
          code: "ADDRESS_REFUSED",
          retry: false,
        });
      }
      expect(asked).toEqual([]);
    },
  );
});

describe("any engine", () => {
  it("that redirects is not followed", async () => {
    const port = await serve((path) =>
      path === "/secret"
        ? { status: 200, body: '{"data":[{"id":"m"}]}' }
        : { status: 307, headers: { location: "/secret" }, body: "" },
    );
    await expect(open(openai, `http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: "ADDRESS_REFUSED" });
    expect(asked).not.toContain("/secret");
  });

  it("that answers without end is given up", async () => {
    const port = await serve(() => ({ status: 200, body: "x".repeat(33 * 1024 * 1024) }));
    await expect(open(openai, `http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });

  it("whose headers are without end is given up", async () => {
    const port = await serve(() => ({ status: 200, headers: { "x-long": "x".repeat(100_000) }, body: "{}" }));
    await expect(open(openai, `http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });
});
