import { spawn, spawnSync } from "node:child_process";

/** A program that shows results in a browser, from nothing installed to what a person looks at. */
export interface Contender {
  name: string;
  /** What of it counts as the picture. */
  picture: string;
  /** The commands that fetch and install it into an empty folder, in turn. */
  install: [command: string, ...args: string[]][];
  /** The command that serves on a port of loopback. */
  start(port: number): [command: string, ...args: string[]];
  /** The address at the server that a person opens. */
  path: string;
  /** What is in the document when the picture is there: a selector, or a text. */
  shown: { selector: string } | { text: string };
}

/** Runs a command to its end. Throws with its last lines where it fails. */
export function runToEnd([command, ...args]: [string, ...string[]], cwd: string): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 1e8 });
  if (status === 0) return;
  const said = `${stdout ?? ""}${stderr ?? ""}`.trim().split("\n").slice(-8).join("\n");
  throw new Error(`${command} ${args.join(" ")} ended with ${error?.message ?? status}:\n${said}`);
}

/** Starts a server in a group of its own, and gives the function that ends the whole group and waits for it. */
export function startServer([command, ...args]: [string, ...string[]], cwd: string, port: number) {
  const env = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
  const child = spawn(command, args, { cwd, env, stdio: "ignore", detached: true });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    ended,
    stop: async () => {
      if (child.exitCode === null) process.kill(-child.pid!, "SIGINT");
      await ended;
    },
  };
}
