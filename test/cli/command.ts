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
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    const deadline = Date.now() + 120_000;
    while (!(await isSo())) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`It did not start: ${output.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  /** Waits until a server answers, which it does before all published results are loaded, and gives its address. */
  const listening = async () => {
    await until(() => output.stdout.includes("answers at"));
    return /answers at (http:\/\/[^ ]*)/.exec(output.stdout)![1]!.replace(/\.$/, "");
  };
  /** Waits until a server holds all published results, and gives its address. */
  const ready = async () => {
    const address = await listening();
    await until(async () => (await fetch(new URL("/health/ready", address))).ok);
    return address;
  };
  return { child, ended, listening, ready, output: () => output };
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
