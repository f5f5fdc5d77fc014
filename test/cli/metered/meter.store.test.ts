import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLog } from "../../../src/metering/records/readLog.ts";
import { streamOf } from "../../engines/standIn.ts";
import { askFor, type Engine, startEngine } from "../../metering/support.ts";
import { run } from "../command.ts";

let folder: string;
let engine: Engine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "meter-cli-"));
  engine = await startEngine((response, body) => {
    const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
    if (!body.stream) {
      return response.end(
        JSON.stringify({ choices: [{ index: 0, message: { content: "5" }, finish_reason: "stop" }], usage }),
      );
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      streamOf([{ delta: { content: "5" } }, { finish: "stop" }, ...(body.stream_options ? [{ usage }] : [])]),
    );
  });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const QUESTION = { model: "m", messages: [{ role: "user", content: "2+3?" }] };
const meter = (flags: string[], environment = {}) =>
  run(["meter", "--upstream", engine.url, ...flags], { DATA_DIR: folder, ...environment });
const logFile = () =>
  join(folder, "metering", readdirSync(join(folder, "metering")).find((name) => name.endsWith(".ndjson"))!);

/** A client in one line of shell, without any package. */
const CLIENT = `
  const ask = (url, body) => fetch(url, { method: "POST", body: JSON.stringify(body), headers: { authorization: "Bearer sk-0123456789abcdef" } });
  const body = ${JSON.stringify(QUESTION)};
  await (await ask(process.env.OPENAI_BASE_URL + "/chat/completions", body)).text();
  await (await ask(process.argv[1], { ...body, stream: true })).text();
`;

/** Whether a process runs. One that nobody has collected yet still has an entry. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("a command", () => {
  test("is given the proxy's address, metered, and its exit code passed on", async () => {
    const script = `${CLIENT}; console.log("the harness"); process.exit(7)`;
    const { code, stdout, stderr } = await meter([
      ...[
        "--run",
        "sums",
        "--hardware",
        "8xH100-SXM",
        "--",
        process.execPath,
        "--input-type=module",
        "-e",
        script,
        "{proxy}",
      ],
    ]).ended;
    expect(code).toBe(7);
    expect(stdout).toBe("the harness\n");
    expect(stderr).toContain("Run sums, m");
    const log = (await readLog(logFile()))!;
    expect(log.session).toMatchObject({ hardware: { name: "H100-SXM", count: 8 } });
    const asked = log.requests.filter(({ own }) => !own);
    expect(asked.map(({ run: name, stream, answer }) => [name, stream, answer?.outputTokens])).toEqual([
      ["sums", false, 3],
      ["sums", true, 3],
    ]);
    expect(readFileSync(logFile(), "utf8")).not.toContain("0123456789");

    const told = await run(["meter", "report", "--run", "sums", "--json"], { DATA_DIR: folder }).ended;
    expect(JSON.parse(told.stdout)[0].runs[0]).toMatchObject({
      requests: 2,
      answered: 2,
      outputTokens: 6,
      promptTokens: 18,
    });
    expect((await run(["meter", "report", "--run", "other"], { DATA_DIR: folder }).ended).stdout).toContain("Nothing");
  });

  test("gets the signals, and what it leaves behind is ended", async () => {
    const script = `
      const { spawn } = await import("node:child_process");
      const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
      left.unref();
      process.on("SIGTERM", () => process.exit(3));
      console.log("ready", left.pid);
      setInterval(() => {}, 1000);
    `;
    const { child, ended, output } = meter(["--", process.execPath, "--input-type=module", "-e", script]);
    await expect.poll(() => output().stdout).toContain("ready");
    const left = Number(/ready (\d+)/.exec(output().stdout)![1]);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(3);
    expect(isRunning(left)).toBe(false);
  });

  test("has its energy recorded, from the first request to the last answer", async () => {
    // A GPU that draws 700 W, as its counter says.
    const WATTS = 700;
    const exporter = createServer((_, response) => {
      const labels = 'gpu="0",UUID="GPU-1",modelName="NVIDIA H100 80GB HBM3"';
      const millijoules = WATTS * performance.now();
      response.end(
        `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{${labels}} ${millijoules}\nDCGM_FI_DEV_POWER_USAGE{${labels}} ${WATTS}\n`,
      );
    });
    await new Promise<void>((resolve) => exporter.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(exporter.address() as AddressInfo).port}/metrics`;
    const script = `for (let i = 0; i < 12; i++) { ${CLIENT.replaceAll("const ", "var ")}; await new Promise((r) => setTimeout(r, 400)); }`;
    try {
      const command = ["--", process.execPath, "--input-type=module", "-e", script, "{proxy}"];
      const { code, stderr } = await meter(["--meter", url, ...command]).ended;
      expect(code).toBe(0);
      expect(stderr).toContain("metered by DCGM exporter, 1 GPUs (the only one)");
      const { stdout } = await run(["meter", "report", "--json"], { DATA_DIR: folder }).ended;
      const [{ joules, gpuSeconds, seconds }] = JSON.parse(stdout)[0].runs;
      expect(seconds).toBeGreaterThan(4);
      expect(gpuSeconds / seconds).toBeCloseTo(1, 1);
      expect(Math.abs(joules / (WATTS * seconds) - 1)).toBeLessThan(0.03);
    } finally {
      exporter.close();
    }
  });

  test("that can't be found ends with 127, also one of a subcommand's name", async () => {
    for (const name of ["no-such-program", "report"]) {
      const { code, stderr } = await meter(["--", name]).ended;
      expect([code, stderr.split("\n")[0]]).toEqual([127, `${name} can't be started: not found`]);
    }
  });
});

describe("a proxy that serves", () => {
  test("has recorded each answer that a client got, though it is killed", async () => {
    const { child, ended, output } = meter(["--run", "night"]);
    await expect.poll(() => output().stdout).toContain("http");
    const url = output().stdout.trim();
    for (let i = 0; i < 20; i++) expect((await askFor(url, { body: QUESTION })).status).toBe(200);
    child.kill("SIGKILL");
    await ended;
    const log = (await readLog(logFile()))!;
    expect(log.requests.filter(({ answer }) => answer?.outputTokens === 3)).toHaveLength(20);
    expect(log).toMatchObject({ end: null, faults: [] });
    const { stdout } = await run(["meter", "fold"], { DATA_DIR: folder }).ended;
    expect(stdout).toContain("folded");
  });

  test("asks for its token away from loopback, and ends in order", async () => {
    const token = "t".repeat(40);
    const { child, ended, output } = meter(["--host", "0.0.0.0"], { METER_TOKEN: token });
    await expect.poll(() => output().stdout).toContain("http");
    const url = output().stdout.trim();
    expect(url).toContain(`/token/${token}`);
    expect((await askFor(new URL(url).origin, { body: QUESTION })).status).toBe(401);
    expect((await askFor(url, { body: QUESTION })).status).toBe(200);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(143);
    const text = readFileSync(logFile(), "utf8");
    expect(text).not.toContain(token);
    expect(text).toContain('"kind":"end"');
  });

  test.each([
    [["--sample", "0"], '--sample "0" is no share'],
    [["--sample", "1%", "--keep-texts"], "--sample keeps no texts"],
    [["--port", "99999"], "is not a number from 0 to 65535"],
    [["--run", "a/b"], "can't be the name of a run"],
    [["--hardware", "0xH100"], "--hardware"],
    [["--upstream", "ftp://x"], "is not an address that begins with http"],
    [["--upstream", "http://me:hidden@x"], "holds a user name or a password"],
    [["--meter", "nothing-of-this-name"], "There is no meter"],
  ])("refuses %j by a line", async (flags, message) => {
    const { code, stderr } = await meter(flags).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toContain("hidden");
  });
});
