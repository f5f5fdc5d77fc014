import { z } from "zod";
import { BUDGET_PER_MINUTE, type LimitOptions, MAX_IN_FLIGHT, MOST_POINTS } from "../server/admission.ts";
import { readTrustedDocuments, type TrustedDocuments } from "../server/limits/trustedDocuments.ts";

const WHOLE = `it is a number of points, at least the ${MOST_POINTS} that one request may cost`;

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535).default(4000),
  DATA_DIR: z.string().min(1).default(".paretograph"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "write it as postgres://user:password@host:5432/name" })
    .optional(),
  BUDGET_PER_MINUTE: z.coerce.number(WHOLE).int(WHOLE).min(MOST_POINTS, WHOLE).default(BUDGET_PER_MINUTE),
  MAX_IN_FLIGHT: z.coerce.number().int().min(1).default(MAX_IN_FLIGHT),
  TRUST_PROXY: z.coerce.number("it is the number of proxies in front of the server").int().min(0).max(10).default(0),
  TRUSTED_DOCUMENTS: z.string().optional(),
});

export interface Settings {
  host: string;
  port: number;
  /** The folder of the embedded database. It is not used where a server's URL is given. */
  dataFolder: string;
  databaseUrl: string | undefined;
  limits: LimitOptions;
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
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    limits: limitsOf(checked.data),
  };
}

function limitsOf(checked: z.infer<typeof settings>): LimitOptions {
  const { BUDGET_PER_MINUTE, MAX_IN_FLIGHT, TRUST_PROXY, TRUSTED_DOCUMENTS } = checked;
  return {
    budgetPerMinute: BUDGET_PER_MINUTE,
    maxInFlight: MAX_IN_FLIGHT,
    trustedProxies: TRUST_PROXY,
    trustedDocuments: TRUSTED_DOCUMENTS === undefined ? null : trustedDocuments(TRUSTED_DOCUMENTS),
  };
}

function trustedDocuments(file: string): TrustedDocuments {
  try {
    return readTrustedDocuments(file);
  } catch (error) {
    throw new CommandError(`TRUSTED_DOCUMENTS "${file}" can't be used: ${(error as Error).message}`);
  }
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
