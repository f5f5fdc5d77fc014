import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";

/** Milliseconds in which the holder of a name has to say who it is. */
const ANSWER_TIMEOUT = 1000;
const PREFIX = "paretograph/";

/** A name that this process holds on this machine. */
export interface ProcessLock {
  release(): Promise<void>;
}

/** Whether this system has names that end with their process: only Linux has them. */
export const HAS_LOCKS = process.platform === "linux";

/**
 * Takes a name for this process, or says who holds it. The name is that of an abstract socket of Linux: it belongs to all
 * users of the machine, there is no file that could remain, and the kernel takes it back however its process ends, SIGKILL
 * included. A container with a network of its own has names of its own, as it has ports of its own. Elsewhere than on Linux
 * nothing is taken.
 *
 * @param holder what the holder answers to others who want the name, such as `process 123`.
 */
export function takeLock(name: string, holder: string): Promise<ProcessLock | { heldBy: string }> {
  if (!HAS_LOCKS) return Promise.resolve({ release: async () => {} });
  return new Promise((resolve, reject) => {
    const server = createServer((asking) => {
      asking.on("error", () => {});
      asking.end(holder);
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") holderOf(name).then((heldBy) => resolve({ heldBy }));
      else reject(error);
    });
    server.listen({ path: addressOf(name), exclusive: true }, () => {
      server.unref();
      resolve({ release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

/** The names that begin in this way and that some process of this machine holds. */
export function heldNames(beginning: string): string[] {
  if (!HAS_LOCKS) return [];
  const listed = readFileSync("/proc/net/unix", "utf8").split("\n");
  const names = listed.flatMap((line) => line.split(` @${PREFIX}`)[1] ?? []);
  // A socket that answers is listed again for each who asks.
  return [...new Set(names)].filter((name) => name.startsWith(beginning));
}

const addressOf = (name: string) => `\0${PREFIX}${name}`;

function holderOf(name: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const asked = connect({ path: addressOf(name) });
    asked.setEncoding("utf8").setTimeout(ANSWER_TIMEOUT, () => asked.destroy());
    asked.on("data", (part: string) => {
      text += part;
      if (text.length > 500) asked.destroy();
    });
    asked.on("error", () => {});
    asked.on("close", () => resolve(text.slice(0, 500) || "another process"));
  });
}
