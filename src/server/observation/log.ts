import { AsyncLocalStorage } from "node:async_hooks";
import pino, { type DestinationStream, type LevelWithSilent, type Logger } from "pino";
import { printableJson } from "../../errors/printable.ts";
import { plainLine } from "./plainLine.ts";
import { secretMask } from "./secrets.ts";

export interface LogSettings {
  level: LevelWithSilent;
  /** Lines of JSON for programs, or plain lines for a person at a terminal. */
  format: "json" | "plain";
}

/** The id of the request that this code works for. Every line that it logs carries the id. */
export const requestUnderWay = new AsyncLocalStorage<string>();

/** The log of this process, on stderr: plain lines, until `setLog` says otherwise. */
export let log: Logger = createLog({ level: "info", format: "plain" });

export function setLog(settings: LogSettings, write?: (line: string) => void): void {
  log = createLog(settings, write);
}

/** A log that holds no secrets and no control characters, and of an error no more than its code, message and stack. */
export function createLog(
  { level, format }: LogSettings,
  write?: (line: string) => void,
  environment = process.env,
): Logger {
  const masked = secretMask(environment);
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const request = requestUnderWay.getStore();
        return request === undefined ? {} : { request };
      },
      serializers: { err: writtenError },
      hooks: { streamWrite: (line) => printableJson(masked(line)) },
    },
    destination(format, write),
  );
}

/** The most text in bytes that waits for a slow reader of stderr. Lines beyond it are dropped, and the server goes on. */
const MOST_WAITING = 4 * 1024 * 1024;

function destination(format: LogSettings["format"], write?: (line: string) => void): DestinationStream {
  if (format === "json") return write ? { write } : pino.destination({ fd: 2, sync: false, maxLength: MOST_WAITING });
  const print = write ?? ((line: string) => process.stderr.write(line));
  return { write: (line) => print(`${plainLine(line)}\n`) };
}

/** Errors of libraries can hold sockets, whole requests and parameters, so that only these fields are taken over. */
function writtenError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  return {
    ...{ type: name, code: typeof code === "string" || typeof code === "number" ? code : undefined, message, stack },
    ...(cause !== undefined && depth < 3 && { cause: writtenError(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      depth < 3 && { errors: errors.slice(0, 5).map((one) => writtenError(one, depth + 1)) }),
  };
}
