import { z } from "zod";
import type { LogSettings } from "../server/observation/log.ts";

const portNumber = z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535);

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: portNumber.default(4000),
  DATA_DIR: z.string().min(1).default(".paretograph"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "write it as postgres://user:password@host:5432/name" })
    .optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  LOG_FORMAT: z.enum(["json", "plain"]).optional(),
  METRICS_PORT: portNumber.optional(),
  METRICS_HOST: z.string().min(1).default("127.0.0.1"),
});

/** The names of the variables that are read here. */
export const SETTING_NAMES = Object.keys(settings.shape);

export interface Settings {
  host: string;
  port: number;
  /** The folder of the embedded database. It is not used where a server's URL is given. */
  dataFolder: string;
  databaseUrl: string | undefined;
  log: LogSettings;
  /** Where metrics are served without a token; undefined where they are not. */
  metrics: { host: string; port: number } | undefined;
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
  const { HOST, PORT, DATA_DIR, DATABASE_URL, LOG_LEVEL, LOG_FORMAT, METRICS_HOST, METRICS_PORT } = checked.data;
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    log: { level: LOG_LEVEL, format: LOG_FORMAT ?? (process.stderr.isTTY ? "plain" : "json") },
    metrics: METRICS_PORT === undefined ? undefined : { host: METRICS_HOST, port: METRICS_PORT },
  };
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
