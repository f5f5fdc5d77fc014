import { z } from "zod";
import type { AccessOptions } from "../access/access.ts";
import { setOwnAccelerators } from "../compute/accelerators/accelerators.ts";
import { LONGEST_WAIT, readDuration } from "../evaluation/plan/duration.ts";
import { ADDITION_POLICIES, type AdditionPolicy, DEFAULT_ADDITIONS } from "../exchange/submitting/additionPolicy.ts";
import { BUDGET_PER_MINUTE, type LimitOptions, MAX_IN_FLIGHT, MOST_POINTS } from "../server/admission.ts";
import { readTrustedDocuments, type TrustedDocuments } from "../server/limits/trustedDocuments.ts";
import type { LogSettings } from "../server/observation/log.ts";
import { readOwnAccelerators } from "../store/ownAccelerators.ts";
import { bundledPrices, type Prices, readAcceleratorPrices, readTokenPrices } from "../store/prices.ts";

const WHOLE = `it is a number of points, at least the ${MOST_POINTS} that one request may cost`;

/** A list that is written with commas; without the variable it is empty. */
const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
    .pipe(z.array(item));

/** Whether a text is the origin of a page, as a browser sends it. */
const isOrigin = (text: string) => /^https?:/.test(text) && URL.parse(text)?.origin === text;

const portNumber = z.coerce.number("a port is a number from 0 to 65535").int().min(0).max(65535);

const settings = z.object({
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: portNumber.default(4000),
  REQUEST_SECONDS: z.coerce.number("it is a number of seconds from 1 to 3600").min(1).max(3600).default(30),
  ALLOWED_HOSTS: listOf(z.string().regex(/^[a-z0-9._-]+$/i, "it is a list of names with commas, without ports")),
  CORS_ORIGINS: listOf(z.string().refine(isOrigin, "it is a list of origins with commas, as https://dash.example.org")),
  DRAIN_SECONDS: z.coerce.number("it is a number of seconds from 0 to 3600").min(0).max(3600).default(10),
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
  BUDGET_PER_MINUTE: z.coerce.number(WHOLE).int(WHOLE).min(MOST_POINTS, WHOLE).default(BUDGET_PER_MINUTE),
  MAX_IN_FLIGHT: z.coerce.number().int().min(1).default(MAX_IN_FLIGHT),
  SERVER_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "it is a token, without blanks")
    .optional(),
  METER_TOKEN: z
    .string()
    .regex(/^[\w.~-]{32,}$/, "it needs at least 32 letters, digits and . _ ~ -")
    .optional(),
  TRUST_PROXY: z.coerce.number("it is the number of proxies in front of the server").int().min(0).max(10).default(0),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TOKEN_PRICES: z.string().optional(),
  ACCELERATOR_PRICES: z.string().optional(),
  ACCELERATORS: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  LOG_FORMAT: z.enum(["json", "plain"]).optional(),
  SUBMITTED_ADDITIONS: z
    .enum(ADDITION_POLICIES, `it is one of ${ADDITION_POLICIES.join(", ")}`)
    .default(DEFAULT_ADDITIONS),
  OUTPUT_RETENTION_DAYS: z.coerce
    .number("it is a number of days from 1 to 36500")
    .int("it is a whole number of days")
    .min(1)
    .max(36500)
    .optional(),
  WAIT_ENGINE: z
    .string()
    .transform(readDuration)
    .pipe(z.number("it is a time such as 90s, 30m or 2h").max(LONGEST_WAIT, "it is a week at most"))
    .optional(),
  SIGSTORE_TRUSTED_ROOT: z.string().optional(),
  UPDATE_FEED: z.url({ protocol: /^(https?|file)$/, error: "write it as https://host/path" }).optional(),
  UPDATE_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "the id of a key has 64 hexadecimal digits")
    .optional(),
  PEER_MINUTES: z.coerce
    .number("it is a number of minutes from 1 to 10080, or 0 for never")
    .min(0)
    .max(10080)
    .default(0),
  METRICS_PORT: portNumber.optional(),
  METRICS_HOST: z.string().min(1).default("127.0.0.1"),
});

/** The names of the variables that are read here. */
export const SETTING_NAMES = Object.keys(settings.shape);

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
  /** The token with which commands ask a server that is named to them. */
  serverToken: string | undefined;
  /** The token that the metering proxy asks for. */
  meterToken: string | undefined;
  /** The most seconds that an answer may take. */
  requestSeconds: number;
  access: AccessOptions;
  limits: LimitOptions;
  /** What becomes of models and benchmarks that labs bring with their runs. */
  additions: AdditionPolicy;
  /** Names of the server beside its address. */
  allowedHosts: string[];
  /** The origins of pages that may read. */
  corsOrigins: string[];
  /** How long requests in flight may take when the server stops. */
  drainSeconds: number;
  /** The days after which the outputs of runs are deleted; undefined where they are kept. */
  outputRetentionDays: number | undefined;
  /** The file with the authorities of Sigstore that are trusted; undefined where bundles are left unread. */
  sigstoreRoot: string | undefined;
  /** The feed of newer published results and the id of its key, where they are others than those of the package. */
  updates: { url: string | undefined; key: string | undefined };
  /** The minutes between two pulls of the peers; 0 where a server pulls none. */
  peerMinutes: number;
  /** The seconds for which runs wait for an engine that is not there; undefined where nobody says it. */
  waitEngine: number | undefined;
  /** The prices that costs are computed with. */
  prices: Prices;
  log: LogSettings;
  /** Where metrics are served without a token; undefined where they are not. */
  metrics: { host: string; port: number } | undefined;
}

/** The variables whose values are not shown, since they hold secrets. */
const SECRET = ["DATABASE_URL", "METER_TOKEN", "SERVER_TOKEN", "TOKEN_SECRET"];

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
  addOwnAccelerators(checked.data.ACCELERATORS);
  const { HOST, PORT, DATA_DIR, DATABASE_URL } = checked.data;
  const { ALLOWED_HOSTS, CORS_ORIGINS, REQUEST_SECONDS, DRAIN_SECONDS } = checked.data;
  return {
    ...{ host: HOST, port: PORT, dataFolder: DATA_DIR, databaseUrl: DATABASE_URL },
    meterToken: checked.data.METER_TOKEN,
    ...{ serverToken: checked.data.SERVER_TOKEN, allowedHosts: ALLOWED_HOSTS, corsOrigins: CORS_ORIGINS },
    ...{ requestSeconds: REQUEST_SECONDS, drainSeconds: DRAIN_SECONDS },
    additions: checked.data.SUBMITTED_ADDITIONS,
    outputRetentionDays: checked.data.OUTPUT_RETENTION_DAYS,
    waitEngine: checked.data.WAIT_ENGINE,
    sigstoreRoot: checked.data.SIGSTORE_TRUSTED_ROOT,
    updates: { url: checked.data.UPDATE_FEED, key: checked.data.UPDATE_KEY },
    peerMinutes: checked.data.PEER_MINUTES,
    prices: pricesOf(checked.data),
    access: accessOf(checked.data),
    ...observationOf(checked.data),
    limits: limitsOf(checked.data),
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

/** Data sheets of one's own hold for the whole process, as the built-in ones do. */
function addOwnAccelerators(file: string | undefined): void {
  setOwnAccelerators([]);
  if (file === undefined) return;
  try {
    setOwnAccelerators(readOwnAccelerators(file));
  } catch (error) {
    throw new CommandError(`ACCELERATORS "${file}" can't be used: ${(error as Error).message}.`);
  }
}

/** One's own tables take the place of the bundled ones, each by itself. */
function pricesOf({ TOKEN_PRICES, ACCELERATOR_PRICES }: z.output<typeof settings>): Prices {
  const read = <Price>(name: string, file: string, from: (file: string) => Price[]) => {
    try {
      return from(file);
    } catch (error) {
      throw new CommandError(`${name} "${file}" can't be used: ${(error as Error).message}.`);
    }
  };
  return {
    ...bundledPrices(),
    ...(TOKEN_PRICES && { tokens: read("TOKEN_PRICES", TOKEN_PRICES, readTokenPrices) }),
    ...(ACCELERATOR_PRICES && {
      accelerators: read("ACCELERATOR_PRICES", ACCELERATOR_PRICES, readAcceleratorPrices),
    }),
  };
}

function observationOf(checked: z.output<typeof settings>): Pick<Settings, "log" | "metrics"> {
  const { LOG_LEVEL, LOG_FORMAT, METRICS_HOST, METRICS_PORT } = checked;
  return {
    log: { level: LOG_LEVEL, format: LOG_FORMAT ?? (process.stderr.isTTY ? "plain" : "json") },
    metrics: METRICS_PORT === undefined ? undefined : { host: METRICS_HOST, port: METRICS_PORT },
  };
}

/** A failure of a command that its caller can correct. Its message is printed as one line, without a stack. */
export class CommandError extends Error {}
