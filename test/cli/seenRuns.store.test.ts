import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSumServer } from "../support/sumServer.ts";
import { ask, commandFolder, operateToken, run } from "./command.ts";

let engine: Awaited<ReturnType<typeof startSumServer>>;
beforeAll(async () => {
  engine = await startSumServer();
});
afterAll(() => engine.close());

const asking = (endpoint: string, limit = 20) => [
  ...["run", "--model", "Qwen/Qwen3-8B", "--benchmark", "arithmetic", "--runner", "openai"],
  ...["--endpoint", endpoint, "--limit", String(limit)],
];

/** An engine that answers each question only when it is let go. */
async function startHeldEngine() {
  const held: (() => void)[] = [];
  let isOpen = false;
  const server = createServer(async (request, response) => {
    const { body, method, headers } = await read(request);
    if (method === "POST" && !isOpen) await new Promise<void>((go) => held.push(go));
    if (response.destroyed) return;
    const answer = await fetch(`${engine.url}${request.url}`, { method, headers, body });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type")! });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    isAsked: () => expect.poll(() => held.length, { timeout: 120_000 }).toBeGreaterThan(0),
    letGo() {
      isOpen = true;
      for (const go of held) go();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: import("node:http").IncomingMessage) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const type = request.headers["content-type"];
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  return { method: request.method!, headers, body: request.method === "POST" ? Buffer.concat(parts) : undefined };
}

const FIGURES =
  /^\S+ +arithmetic +Qwen\/Qwen3-8B +default +(\d+\.\d) % \(\d+\.\d to \d+\.\d\) +12 +~\d\S+·10¹¹ +\d\S* +— +— +0\.0 % +0\.0 % +0\.0 %$/m;

describe("a run that has ended", { timeout: 600_000 }, () => {
  it("is shown with its figures, its place and its id, measured here or at the server that is there", async () => {
    const local = await run(asking(engine.url)).ended;
    expect(local.code).toBe(0);
    expect(local.stderr).toMatch(
      /^arithmetic, Qwen\/Qwen3-8B.*, Run \d+: SUCCEEDED, 20 answers, .* 240 tokens so far/m,
    );
    expect(local.stdout).toMatch(
      /^run +benchmark +model +mode +accuracy +tokens +FLOP +s +J +USD +errors +truncated +undecided$/m,
    );
    expect(local.stdout).toMatch(FIGURES);
    expect(local.stdout).toMatch(
      /^Run \d+ is not on the frontier of arithmetic now \(accuracy against compute\): paretograph\/arith-\S+ \(\S+\) dominates it .* It answered only a part, 20 of 300 problems/m,
    );
    expect(local.stdout).toMatch(/^The frontier: paretograph frontier arithmetic --by flops$/m);
    const [, id] = /^Run \d+ has the id (\S+)\.$/m.exec(local.stdout)!;

    const server = run(["serve"]);
    const url = (await server.ready()).replace("/graphql", "");
    expect(await ask(`${url}/graphql`, `{ node(id: "${id}") { ... on Run { status sampleCount } } }`)).toEqual({
      node: { status: "SUCCEEDED", sampleCount: 20 },
    });
    await measuresThere(url);
    await isNeverPassedOver(url);
    await refuses(url);
    await isCanceled(url);
    server.child.kill("SIGTERM");
    await server.ended;
  });

  it("is followed over a restart of its server", async () => {
    const held = await startHeldEngine();
    const first = run(["serve"]);
    const url = await first.ready();
    const { port } = new URL(url);
    const followed = run(asking(held.url, 4));
    await held.isAsked();
    first.child.kill("SIGTERM");
    await first.ended;
    const second = run(["serve"], { PORT: port });
    await second.ready();
    held.letGo();
    const { code, stderr, stdout } = await followed.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/SUCCEEDED, 4 answers/) });
    expect(stdout).toMatch(FIGURES);
    held.close();
    second.child.kill("SIGTERM");
    await second.ended;
  });
});

/** A run is measured at the server, and the picture that it names shows the frontier. */
async function measuresThere(url: string): Promise<void> {
  const there = await run(asking(engine.url, 300)).ended;
  expect(there.code).toBe(0);
  expect(there.stderr).toMatch(new RegExp(`^The server at ${url} measures the run:$`, "m"));
  expect(there.stdout).toMatch(FIGURES);
  expect(there.stdout).not.toMatch(/only a part/);
  const [, picture] = /^The frontier: (http\S+)$/m.exec(there.stdout)!;
  expect(await (await fetch(picture!)).text()).toMatch(/^<svg/);
  // From another folder, with the token of the environment.
  const named = await run([...asking(engine.url), "--server", url], {
    DATA_DIR: `${commandFolder()}/nothing`,
    SERVER_TOKEN: operateToken(),
  }).ended;
  expect(named).toMatchObject({ code: 0, stdout: expect.stringMatching(FIGURES) });
}

/** A server that is there is not replaced by a run of this process. */
async function isNeverPassedOver(url: string): Promise<void> {
  const local = await run([...asking(engine.url), "--local"]).ended;
  expect(local).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^--local needs the store itself, which the server at \S+ has open\. /),
  });
  const both = await run([...asking(engine.url), "--local", "--server", url]).ended;
  expect(both).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--server measures at a server and --local does not/),
  });
}

/** Whoever may not measure is told so, and nothing is measured. */
async function refuses(url: string): Promise<void> {
  const made = await run(["token", "create", "--scope", "read"]).ended;
  const [token] = /pg_[A-Za-z0-9_-]{43}/.exec(made.stdout)!;
  const elsewhere = { DATA_DIR: `${commandFolder()}/nothing` };
  const reading = await run([...asking(engine.url), "--server", url], { ...elsewhere, SERVER_TOKEN: token }).ended;
  expect(reading).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(
      /^The server at \S+ refuses \(FORBIDDEN\): This needs a token of the scope "measure"/,
    ),
  });
  const nobody = await run([...asking(engine.url), "--server", url], elsewhere).ended;
  expect(nobody).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/refuses \(UNAUTHENTICATED\): .* Set SERVER_TOKEN/),
  });
}

/** Ctrl-C leaves the run to the server and says how to cancel it, which works; its follower is then told. */
async function isCanceled(url: string): Promise<void> {
  const held = await startHeldEngine();
  const left = run(asking(held.url, 4));
  await held.isAsked();
  left.child.kill("SIGINT");
  const { stderr } = await left.ended;
  expect(stderr).toMatch(
    /^The server at http:\/\/127\.0\.0\.1:\d+ goes on with the runs\. The mutation cancelRun ends one/m,
  );
  const [, mutation] = /^Run 1: (mutation \{.*\})$/m.exec(stderr)!;
  expect((await ask(`${url}/graphql`, mutation!, operateToken())).cancelRun).toEqual({ canceled: true });

  const followed = run(asking(held.url, 4));
  await expect.poll(() => followed.output().stderr, { timeout: 120_000 }).toMatch(/Run 1: id \S+/);
  const [, id] = /Run 1: id (\S+)/.exec(followed.output().stderr)!;
  await ask(`${url}/graphql`, `mutation { cancelRun(id: "${id}") { canceled } }`, operateToken());
  const ended = await followed.ended;
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/Run 1: CANCELED/) });
  expect(ended.stdout).toMatch(/^1 +arithmetic +\S+ +\S+ +canceled +—/m);
  expect(ended.stdout).toMatch(/^Run 1 is canceled\. It is no result\.$/m);
  held.letGo();
  held.close();
}
