import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseXml } from "../drawing/parseXml.ts";
import { startSumServer } from "../support/sumServer.ts";
import { commandFolder, run } from "./command.ts";

describe("commands while the server has the store open", { timeout: 300_000 }, () => {
  it("ask the server instead", async () => {
    const engine = await startSumServer();
    const server = run(["serve"], { DRAIN_SECONDS: "5" });
    const url = await server.ready();
    try {
      namesItself(url);
      await printsFrontiers();
      await measuresRuns(engine.url);
      await keepsTheOldMessage();
      await finishesWhatIsInFlight(server, url);
    } finally {
      await engine.close();
    }
  });
});

const serverFile = () => join(commandFolder(), "store", "server.json");

/** The server names its address and process in the folder of the store. */
function namesItself(url: string): void {
  expect(JSON.parse(readFileSync(serverFile(), "utf8"))).toMatchObject({
    url: url.replace("/graphql", ""),
    pid: expect.any(Number),
  });
}

/** A frontier is printed as a table, as JSON and as a picture. */
async function printsFrontiers(): Promise<void> {
  const question = ["frontier", "gsm8k", "--lab", "zeroeval", "--max", "flops=1e13"];
  const table = await run(question).ended;
  expect(table).toMatchObject({ code: 0, stderr: "" });
  expect(table.stdout).toContain("Accuracy against compute on GSM8K");
  expect(table.stdout.trimEnd().split("\n").at(-1)).toMatch(/^Take deepseek-ai\/DeepSeek-V2\.5: .* within the limits/);

  const { stdout } = await run([...question, "--json"]).ended;
  expect(JSON.parse(stdout).best.model.slug).toBe("deepseek-ai/DeepSeek-V2.5");

  const file = join(commandFolder(), "asked.svg");
  expect((await run([...question, "--svg", file]).ended).stdout).toBe(`${file} is written.\n`);
  expect(parseXml(readFileSync(file, "utf8")).name).toBe("svg");

  const wrong = await run(["frontier", "gsm9k"]).ended;
  expect(wrong).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^where\.benchmark: .*"gsm9k"/) });
  const wrongJson = await run(["frontier", "gsm9k", "--json"]).ended;
  expect(wrongJson).toMatchObject({ code: 1, stderr: expect.stringMatching(/"gsm9k"/) });
}

/** A run is measured at the server, which shows its progress and goes on with it after Ctrl-C. */
async function measuresRuns(engine: string): Promise<void> {
  const question = ["run", "--model", "Qwen/Qwen3-8B", "--benchmark", "arithmetic", "--runner", "openai"];
  const measured = await run([...question, "--endpoint", engine, "--limit", "20"]).ended;
  expect(measured.stderr).toMatch(/Run 1: SUCCEEDED, 20 answers, /);
  expect(measured.code).toBe(0);

  const dry = await run([...question, "--endpoint", engine, "--dry-run"]).ended;
  expect(dry).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--dry-run reads the store, .*\n$/) });

  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
  const left = run([...question, "--endpoint", endpoint, "--limit", "3"]);
  await once(silent, "connection");
  left.child.kill("SIGINT");
  const { stderr } = await left.ended;
  expect(stderr).toMatch(/^The server at http:\/\/127\.0\.0\.1:\d+ goes on with the runs\./m);
  silent.closeAllConnections();
  silent.close();
}

/** Where the store is in use by something that is no server, the message says so. */
async function keepsTheOldMessage(): Promise<void> {
  const facts = readFileSync(serverFile(), "utf8");
  // A file that a killed server left behind, and one that names an address at which nothing or another server answers.
  const other = createServer((_, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  for (const text of [
    "nonsense",
    '{"url":"http://127.0.0.1:1","pid":1}',
    `{"url":"http://127.0.0.1:${port}","pid":1}`,
  ]) {
    writeFileSync(serverFile(), text);
    const { code, stderr } = await run(["frontier", "gsm8k"]).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The store in .* is in use by (another )?process/),
    });
  }
  other.close();
  writeFileSync(serverFile(), facts);
}

/** At SIGTERM the server finishes what is in flight, and takes its file away. */
async function finishesWhatIsInFlight(server: ReturnType<typeof run>, url: string): Promise<void> {
  const request = httpRequest(url, {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": 26, expect: "100-continue" },
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.once("error", reject);
  });
  request.flushHeaders();
  await new Promise((resolve) => request.once("continue", resolve));
  server.child.kill("SIGTERM");
  await expect
    .poll(() =>
      fetch(url.replace("/graphql", "/health/live")).then(
        () => "answers",
        () => "refuses",
      ),
    )
    .toBe("refuses");
  request.end('{"query":"{ __typename }"}');
  expect(await answered).toBe(200);
  expect(await server.ended).toMatchObject({ code: 0 });
  expect(existsSync(serverFile())).toBe(false);
}
