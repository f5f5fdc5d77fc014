import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginOrigin } from "./crossing.ts";

/** The variables of this program whose values are no plugin's business: its database and the key of its tokens. */
const KEPT_BACK = { DATABASE_URL: undefined, TOKEN_SECRET: undefined };
/** The bytes that a process may take, and the megabytes of its heap, at which it ends by itself. */
const MOST_MEMORY = 1.5 * 2 ** 30;
const MOST_HEAP = 1024;

/** The file of this name beside a module, with the same ending, in the source as in the published package. */
export const programBeside = (name: string, module: string): string =>
  fileURLToPath(new URL(`./${name}${extname(module)}`, module));

/**
 * Starts the process of a plugin. It ends when it takes too much memory, and when this process ends. It alone keeps no
 * command alive.
 *
 * @param launch the mark of a process that may launch others: it leads a session of its own, in which they are found.
 */
export function forkPlugin(program: string, origin: PluginOrigin, launch?: Record<string, string>): ChildProcess {
  const started = fork(program, [JSON.stringify(origin), String(MOST_MEMORY)], {
    serialization: "advanced",
    detached: launch !== undefined,
    // What a plugin prints must not get into the output of a command.
    stdio: ["ignore", ...(origin.isPrivate ? (["ignore", "ignore"] as const) : [2, 2]), "ipc"],
    env: {
      ...process.env,
      ...KEPT_BACK,
      ...launch,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --max-old-space-size=${MOST_HEAP}`,
    },
  });
  started.unref();
  started.channel?.unref();
  return started;
}

export const endedBy = (signal: string) =>
  ["SIGABRT", "SIGKILL"].includes(signal)
    ? `its process was ended by ${signal}, as it is when it takes too much memory`
    : `its process was ended by ${signal}`;
