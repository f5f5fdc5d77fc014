import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { ask, commandFolder, run } from "./command.ts";

describe("paretograph serve", () => {
  it("loads the published results once, keeps them, and stops cleanly on a signal", { timeout: 180_000 }, async () => {
    const first = run(["serve"]);
    const url = await first.ready();
    const query = '{ frontier(where: { benchmark: ["gpqa-diamond"] }) { dataVersion candidateCount } }';
    const { frontier } = await ask(url, query);
    expect(frontier.candidateCount).toBeGreaterThan(20);

    // The folder is taken: a second process says so instead of corrupting it.
    const second = await run(["serve"]).ended;
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toMatch(/^The store in .* is in use by process \d+\. Stop it, or set DATA_DIR .*\n$/);

    first.child.kill("SIGINT");
    expect(await first.ended).toMatchObject({ code: 0 });

    const again = run(["serve"]);
    expect((await ask(await again.ready(), query)).frontier).toEqual(frontier);
    again.child.kill("SIGTERM");
    expect(await again.ended).toMatchObject({ code: 0 });

    // PostgreSQL holds the same data under the same version.
    const onPostgres = run(["serve"], { DATABASE_URL: await createDatabaseOn(inject("postgresUrl")) });
    expect((await ask(await onPostgres.ready(), query)).frontier).toEqual(frontier);
    onPostgres.child.kill("SIGINT");
    expect(await onPostgres.ended).toMatchObject({ code: 0 });
  });

  it("answers an empty folder before all published results are loaded, says so, and goes on after a stop", {
    timeout: 180_000,
  }, async () => {
    const DATA_DIR = join(commandFolder(), "first");
    const query = '{ frontier(where: { benchmark: ["gsm8k"] }) { candidateCount warnings { code message } } }';
    const codesOf = ({ frontier }: any) => frontier.warnings.map(({ code }: any) => code);
    const first = run(["serve"], { DATA_DIR });
    const url = await first.listening();
    const early = await ask(url, query);
    expect(codesOf(early)).toContain("LOADING");
    expect(early.frontier.warnings[0].message).toMatch(
      /^Published results are being loaded: \d+ of \d{3,} runs are there\./,
    );
    const notYet = await fetch(new URL("/health/ready", url));
    expect([notYet.status, await notYet.text()]).toEqual([503, expect.stringMatching(/NOT_READY/)]);
    const benchmarks = await ask(url, "{ benchmarks { totalCount } models { totalCount } }");
    expect(benchmarks.benchmarks.totalCount).toBeGreaterThan(5);
    const picture = await fetch(new URL("/frontier.svg?benchmark=gsm8k&objective=accuracy&objective=flops", url));
    expect(await picture.text()).toContain("Published results are being loaded");
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });

    const again = run(["serve"], { DATA_DIR });
    const whole = await ask(await again.ready(), query);
    expect(codesOf(whole)).not.toContain("LOADING");
    expect(whole.frontier.candidateCount).toBeGreaterThan(20);
    again.child.kill("SIGTERM");
    expect(await again.ended).toMatchObject({ code: 0 });
  });

  it.each([
    [{ PORT: "http" }, /^PORT "http" can't be used: .*\n$/],
    [{ PORT: "70000" }, /^PORT "70000" can't be used: .*\n$/],
    [{ DATABASE_URL: "mysql://localhost/x" }, /^DATABASE_URL can't be used: .*postgres:\/\/.*\n$/],
    [{ DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/x" }, /^DATABASE_URL can't be used: (?!.*secret).*\n$/],
    [{ DATA_DIR: "/dev/null/store" }, /^DATA_DIR "\/dev\/null\/store" can't be used: .*\n$/],
  ])("says in one line why it can't start with %j", async (environment, message) => {
    const { code, stderr } = await run(["serve"], environment).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it("says in one line that a port is taken, or that a host is none of this machine", {
    timeout: 120_000,
  }, async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const PORT = String((other.address() as AddressInfo).port);
    const taken = await run(["serve"], { PORT }).ended;
    other.close();
    expect(taken).toMatchObject({ code: 1, stderr: `Port ${PORT} on 127.0.0.1 is taken. Set PORT to another one.\n` });
    const elsewhere = await run(["serve"], { HOST: "192.0.2.1" }).ended;
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.stderr).toMatch(/^HOST "192\.0\.2\.1" is not an address of this machine\. .*\n$/);
  });
});

describe("paretograph model add", () => {
  const CONFIG = {
    model_type: "llama",
    hidden_size: 64,
    intermediate_size: 128,
    num_attention_heads: 4,
    num_hidden_layers: 2,
    vocab_size: 1000,
    max_position_embeddings: 2048,
  };

  it("adds a model from a file and from the hub", { timeout: 120_000 }, async () => {
    const file = join(commandFolder(), "config.json");
    writeFileSync(file, JSON.stringify(CONFIG));
    const fromFile = await run(["model", "add", file, "--slug", "acme/tiny", "--released-on", "2026-01-31"]).ended;
    expect(fromFile).toMatchObject({ code: 0, stderr: "" });
    expect(fromFile.stdout).toMatch(
      /^acme\/tiny: DENSE, 0\.00 billion parameters, .* active, context 2048, sampling not stated\.\n$/,
    );
    writeFileSync(join(file, "../generation_config.json"), '{"temperature": 0.6, "top_k": 20}');
    const withDefaults = await run(["model", "add", file, "--slug", "acme/tiny"]).ended;
    expect(withDefaults.stdout).toMatch(/sampling temperature 0\.6, topK 20\.\n$/);

    const hub = createServer((request, response) => {
      if (request.url === "/acme/huge/resolve/main/generation_config.json") return response.end('{"top_p": 0.9}');
      response.statusCode = request.url === "/acme/huge/resolve/main/config.json" ? 200 : 404;
      return response.end(
        JSON.stringify({ ...CONFIG, hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32 }),
      );
    }).listen(0, "127.0.0.1");
    await once(hub, "listening");
    const HF_ENDPOINT = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
    const fromHub = await run(["model", "add", "acme/huge"], { HF_ENDPOINT }).ended;
    const missing = await run(["model", "add", "acme/none"], { HF_ENDPOINT }).ended;
    hub.close();
    expect(fromHub.stdout).toMatch(/^acme\/huge: DENSE, \d\.\d\d billion parameters/);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/answers 404/) });

    const server = run(["serve"]);
    const { model } = await ask(
      await server.ready(),
      `{ model(slug: "acme/tiny") { architecture releasedOn contextLength openWeights sources { field source } } }`,
    );
    server.child.kill("SIGINT");
    await server.ended;
    expect(model).toMatchObject({
      architecture: "DENSE",
      releasedOn: "2026-01-31",
      contextLength: 2048,
      openWeights: true,
    });
  });

  it("says what is wrong with a config or a name, and stores nothing", async () => {
    const file = join(commandFolder(), "unknown.json");
    writeFileSync(file, JSON.stringify({ ...CONFIG, model_type: "abacus" }));
    const unknown = await run(["model", "add", file, "--slug", "acme/abacus"]).ended;
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("abacus") });
    expect((await run(["model", "add", file]).ended).stderr).toContain("--slug");
    expect((await run(["model", "add", "no such file"]).ended).stderr).toContain("neither a file nor");
  });
});
