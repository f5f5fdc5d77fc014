import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";

const REPOSITORY = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "paretograph-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
});

/** Runs the command as `npm start` does. `ended` gives its output and exit code. */
export function run(args: string[], environment: Record<string, string> = {}, cwd = REPOSITORY) {
  const { DATABASE_URL, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    [join(REPOSITORY, "tools/node/run.js"), join(REPOSITORY, "src/main.ts"), ...args],
    {
      cwd,
      env: { ...inherited, DATA_DIR: join(folder, "store"), PORT: "0", ...environment },
    },
  );
  started.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.on("data", (text) => {
    output.stderr += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number, ...output }));
  const ready = async () => {
    const deadline = Date.now() + 120_000;
    while (!output.stdout.includes("answers at")) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`It did not start: ${output.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return /http:\/\/[^ ]*/.exec(output.stdout)![0];
  };
  return { child, ended, ready, output: () => output };
}

/** Asks a server, as nobody unless a token is given. */
export async function ask(url: string, query: string, token?: string) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: any }).data;
}

/** The folder in which the commands of the test file keep their store. */
export const commandFolder = () => folder;

/** The token that the server wrote for the commands of its own user. */
export const operateToken = () => readFileSync(join(folder, "store", "operate-token"), "utf8").trim();
