import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { fetchBytes } from "../../src/network/fetchBytes.ts";

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const redirectTo =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end();
const LIMIT = 1000;

describe("a redirect", () => {
  it("to a private address is refused where only public ones may be reached", async () => {
    const inner = await serve((_, response) => response.end("secret"));
    const outer = await serve(redirectTo(`${inner.url}/x`));
    const asked = fetchBytes(outer.url, { limit: LIMIT, redirects: "public" });
    await expect(asked).rejects.toMatchObject({ code: "ADDRESS_REFUSED" });
    expect(inner.requests).toEqual([]);
  });

  it("to a name of a private address is refused when the connection is made", async () => {
    const inner = await serve((_, response) => response.end("secret"));
    const outer = await serve(redirectTo(inner.url.replace("127.0.0.1", "localhost")));
    const asked = fetchBytes(outer.url, { limit: LIMIT, redirects: "public" });
    await expect(asked).rejects.toMatchObject({ code: "ADDRESS_REFUSED" });
    expect(inner.requests).toEqual([]);
  });

  it("to another host gets no token, and the host itself does", async () => {
    const inner = await serve((_, response) => response.end("data"));
    const outer = await serve(redirectTo(inner.url));
    const reply = await fetchBytes(outer.url, { token: "t", limit: LIMIT, redirects: "any" });
    expect(reply.bytes.toString()).toBe("data");
    expect(outer.requests[0]!.headers.authorization).toBe("Bearer t");
    expect(inner.requests[0]!.headers.authorization).toBeUndefined();
  });

  it("to another host is refused where none is allowed, and one on the same host is followed", async () => {
    const inner = await serve((_, response) => response.end("data"));
    const outer = await serve(redirectTo(inner.url.replace("127.0.0.1", "localhost")));
    const asked = fetchBytes(outer.url, { limit: LIMIT, redirects: "same host" });
    await expect(asked).rejects.toMatchObject({ code: "REDIRECT_REFUSED" });
    const moved = await serve(({ url }, response) => {
      if (url === "/new") response.end("data");
      else redirectTo("/new")({} as IncomingMessage, response);
    });
    expect((await fetchBytes(moved.url, { limit: LIMIT, redirects: "same host" })).bytes.toString()).toBe("data");
  });

  it.each(["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:secret@127.0.0.1/", "http://"])(
    "to %s is refused",
    async (location) => {
      const { url } = await serve(redirectTo(location));
      await expect(fetchBytes(url, { limit: LIMIT, redirects: "any" })).rejects.toMatchObject({
        code: "REDIRECT_REFUSED",
      });
    },
  );

  it("without end is given up", async () => {
    const { url, requests } = await serve(redirectTo("/again"));
    await expect(fetchBytes(url, { limit: LIMIT, redirects: "any" })).rejects.toMatchObject({
      code: "REDIRECT_REFUSED",
    });
    expect(requests.length).toBeLessThan(10);
  });
});

describe("a reply", () => {
  it("over the limit is not read to its end", async () => {
    let sent = 0;
    const { url } = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed) {
          sent += 1024;
          if (!response.write(Buffer.alloc(1024))) return void response.once("drain", more);
        }
      };
      more();
    });
    await expect(fetchBytes(url, { limit: LIMIT, redirects: "any" })).rejects.toMatchObject({
      code: "REPLY_TOO_LARGE",
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("that is compressed though nobody asked is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const { url } = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    await expect(fetchBytes(url, { limit: 1e9, redirects: "any" })).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });

  it("with headers without end is given up", async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { "x-long": "x".repeat(100_000) }).end());
    await expect(fetchBytes(url, { limit: LIMIT, redirects: "any" })).rejects.toThrow(/[Hh]eader/);
  });
});
