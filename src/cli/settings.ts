import { z } from "zod";

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535).default(4000),
  REQUEST_SECONDS: z.coerce.number("it is a number of seconds from 1 to 3600").min(1).max(3600).default(30),
  DATA_DIR: z.string().min(1).default(".paretograph"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "write it as postgres://user:password@host:5432/name" })
    .optional(),
});

export interface Settings {
  host: string;
  port: number;
  /** The folder of the embedded database. It is not used where a server's URL is given. */
  dataFolder: string;
  databaseUrl: string | undefined;
  /** The most seconds that an answer may take. */
  requestSeconds: number;
}

/**
 * Reads the settings from the environment, where an empty variable counts as absent. Throws a `CommandError` that names the
 * variable at fault.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const checked = settings.safeParse(given);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0]!;
    const name = String(path[0]);
    const shown = name === "DATABASE_URL" ? "" : ` "${environment[name]}"`;
    throw new CommandError(`${name}${shown} can't be used: ${message}.`);
  }
  const { HOST, PORT, DATA_DIR, DATABASE_URL, REQUEST_SECONDS } = checked.data;
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    requestSeconds: REQUEST_SECONDS,
  };
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
