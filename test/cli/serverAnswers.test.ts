import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openServer, type RunningServer, ServerAway } from "../../src/cli/runningServer.ts";
import { CommandError, readSettings } from "../../src/cli/settings.ts";

/** A server that answers as a test says, and notes the tokens that it is sent. */
let answer: (response: ServerResponse) => void = () => {};
const seen: (string | undefined)[] = [];
const server = createServer((request: IncomingMessage, response) => {
  seen.push(request.headers.authorization);
  request.resume();
  request.once("end", () => answer(response));
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen.length = 0;
});

const open = async (address: string, environment = {}): Promise<RunningServer> =>
  (await openServer(address, readSettings({ DATA_DIR: "/nonexistent", ...environment }))).server;
const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const refusal = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });
const asked = async () => (await open(url)).ask("{ x }", {}).catch((error) => error);

describe("a server that is named", () => {
  it("is found at its address and at that of its API, and gets the token of the environment alone", async () => {
    answer = json(200, { data: { x: 1 } });
    for (const address of [url, `${url}/`, `${url}/graphql`]) {
      const named = await open(address, { SERVER_TOKEN: "pg_secret" });
      expect(named.url).toBe(url);
      expect(await named.ask("{ x }", {})).toEqual({ x: 1 });
    }
    await asked();
    expect(seen).toEqual(["Bearer pg_secret", "Bearer pg_secret", "Bearer pg_secret", undefined]);
  });

  it.each(["4000", "127.0.0.1:4000", "ftp://a", "http://user:word@a", "http://a?x=1", "http://a#x", ""])(
    "is not %j",
    async (address) => {
      await expect(open(address)).rejects.toThrow(/^--server ".*" is no address of a server\. Write it as http:/);
    },
  );

  it("sends its token to no other server", async () => {
    answer = (response) => void response.writeHead(307, { location: `${url}/other` }).end();
    const named = await open(url, { SERVER_TOKEN: "pg_secret" });
    await expect(named.ask("{ x }", {})).rejects.toThrow(/status 307 and is no server of Paretograph/);
    expect(seen).toHaveLength(1);
  });

  it("says plainly that it refuses, that it is of another version, and what is wrong", async () => {
    answer = json(200, refusal("FORBIDDEN", 'This needs a token of the scope "measure".'));
    expect((await asked()).message).toBe(
      `The server at ${url} refuses (FORBIDDEN): This needs a token of the scope "measure".`,
    );
    answer = json(401, refusal("UNAUTHENTICATED", "This needs a token."));
    expect((await asked()).message).toMatch(
      /refuses \(UNAUTHENTICATED\): This needs a token\. Set SERVER_TOKEN to one\.$/,
    );
    for (const message of [
      'Cannot query field "outputTokens" on type "RunProgress".',
      'Unknown argument "x" on field "Query.frontier".',
      'Variable "$input" got invalid value { x: 1 }; Field "x" is not defined by type "StartRunInput".',
    ]) {
      answer = json(400, refusal("BAD_REQUEST", message));
      expect((await asked()).message).toBe(`The server at ${url} is of another version than this command: ${message}`);
    }
    answer = json(200, refusal("UNKNOWN_MODEL", "model: there is no \u001b[2Jmodel."));
    expect((await asked()).message).toBe("model: there is no \\u{1b}[2Jmodel.");
  });

  it.each([
    ["text/html", "<html>hello</html>"],
    ["application/json", "[]"],
    ["application/json", "null"],
    ["application/json", '{"errors":[]}'],
  ])("is no other program that answers with %s %s", async (type, body) => {
    answer = (response) => void response.writeHead(200, { "content-type": type }).end(body);
    const error = await asked();
    expect(error).toBeInstanceOf(CommandError);
    expect(error.message).toMatch(/answers with status 200 and is no server of Paretograph/);
    const events = (await open(url)).follow("subscription { x }", {}, () => {});
    await expect(events.next()).rejects.toThrow(/is no server of Paretograph/);
  });

  it("is away, and not wrong, where it asks to come later or is cut off", async () => {
    for (const one of [
      json(503, refusal("OVERLOADED", "Too many.")),
      json(503, refusal("NOT_READY", "It is stopping.")),
      json(429, refusal("RATE_LIMITED", "Wait.")),
      (response: ServerResponse) => void response.writeHead(502).end("<html>bad gateway</html>"),
      (response: ServerResponse) => void response.destroy(),
    ]) {
      answer = one;
      expect(await asked()).toBeInstanceOf(ServerAway);
    }
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: next\ndata: {"data":{"x":1}}\n\n', () => setTimeout(() => response.destroy(), 20));
    };
    let signs = 0;
    const events = (await open(url)).follow("subscription { x }", {}, () => signs++);
    expect((await events.next()).value).toEqual({ x: 1 });
    await expect(events.next()).rejects.toBeInstanceOf(ServerAway);
    expect(signs).toBe(1);
  });
});
