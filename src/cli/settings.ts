import { z } from "zod";

/** A list that is written with commas; without the variable it is empty. */
const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
    .pipe(z.array(item));

/** Whether a text is the origin of a page, as a browser sends it. */
const isOrigin = (text: string) => /^https?:/.test(text) && URL.parse(text)?.origin === text;

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535).default(4000),
  ALLOWED_HOSTS: listOf(z.string().regex(/^[a-z0-9._-]+$/i, "it is a list of names with commas, without ports")),
  CORS_ORIGINS: listOf(z.string().refine(isOrigin, "it is a list of origins with commas, as https://dash.example.org")),
  DRAIN_SECONDS: z.coerce.number("it is a number of seconds from 0 to 3600").min(0).max(3600).default(10),
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
  /** Names of the server beside its address. */
  allowedHosts: string[];
  /** The origins of pages that may read. */
  corsOrigins: string[];
  /** How long requests in flight may take when the server stops. */
  drainSeconds: number;
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
  const { HOST, PORT, DATA_DIR, DATABASE_URL } = checked.data;
  const { ALLOWED_HOSTS, CORS_ORIGINS, DRAIN_SECONDS } = checked.data;
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    ...{ allowedHosts: ALLOWED_HOSTS, corsOrigins: CORS_ORIGINS, drainSeconds: DRAIN_SECONDS },
  };
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
