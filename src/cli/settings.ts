import { z } from "zod";
import type { AccessOptions } from "../access/access.ts";

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535).default(4000),
  DATA_DIR: z.string().min(1).default(".paretograph"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "write it as postgres://user:password@host:5432/name" })
    .optional(),
  TOKEN_SECRET: z.string().min(32, "it needs at least 32 characters").optional(),
  READ_ACCESS: z.enum(["open", "token"], "it is either open or token").default("open"),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  JWT_JWKS_URL: z
    .url({ protocol: /^https?$/, error: "write it as https://host/path" })
    .refine(isSafeFromListeners, "keys come by https, and by http only from this machine")
    .optional(),
});

/** Whether nobody on the way can exchange what is fetched from an address. */
function isSafeFromListeners(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" || ["127.0.0.1", "[::1]", "localhost"].includes(url?.hostname ?? "");
}

export interface Settings {
  host: string;
  port: number;
  /** The folder of the embedded database. It is not used where a server's URL is given. */
  dataFolder: string;
  databaseUrl: string | undefined;
  access: AccessOptions;
}

/** The variables whose values are not shown, since they hold secrets. */
const SECRET = ["DATABASE_URL", "TOKEN_SECRET"];

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
    const shown = SECRET.includes(name) ? "" : ` "${environment[name]}"`;
    throw new CommandError(`${name}${shown} can't be used: ${message}.`);
  }
  const { HOST, PORT, DATA_DIR, DATABASE_URL } = checked.data;
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    access: accessOf(checked.data),
  };
}

function accessOf({ READ_ACCESS, TOKEN_SECRET, ...jwt }: z.output<typeof settings>): AccessOptions {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl } = jwt;
  const given = { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl };
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 1 || missing.length === 2) {
    throw new CommandError(
      `${missing.join(" and ")} can't be left out: an identity provider needs ${Object.keys(given).join(", ")}.`,
    );
  }
  return {
    reading: READ_ACCESS,
    tokenSecret: TOKEN_SECRET,
    identityProvider: issuer && audience && jwksUrl ? { issuer, audience, jwksUrl } : undefined,
  };
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
