import { setTimeout as delay } from "node:timers/promises";
import type { RunnerContext } from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { engineTitle, launchCommand } from "./launchCommand.ts";
import type { LaunchableEngine, LaunchOptions } from "./launchOptions.ts";
import { claimPort } from "./launchPort.ts";
import { type GuardedProcess, startGuarded } from "./launchProcess.ts";

const POLL = 250;
/** SGLang's /health generates a token, for which it allows itself 20 seconds. */
const HEALTH_TIMEOUT = 30_000;

/** An engine that was launched and is ready. */
export interface LaunchedEngine {
  /** Where it answers, e.g. `http://127.0.0.1:40123`. */
  endpoint: string;
  /** Ends it with all its processes; resolves once they have ended. */
  close(): Promise<void>;
}

/**
 * Launches an engine on loopback, as a child process or in a container, shows what it writes until it is ready, and
 * resolves when its `/health` answers 200: for vLLM and TGI the port is closed until then, SGLang answers 503 first.
 * However this process ends, the engine ends too. Throws a `RunnerError`: `LAUNCH_FAILED` with its last lines where it
 * ends or is not ready in time, where its port is taken or it lacks an option; `CANCELED` where the caller ends it.
 * An engine that ends by itself later is told to the log.
 */
export async function launchEngine(
  engine: LaunchableEngine,
  options: LaunchOptions,
  context: RunnerContext,
): Promise<LaunchedEngine> {
  throwIfCanceled(context.signal);
  const port = await claimPort(options.port);
  const endpoint = `http://127.0.0.1:${port}`;
  const command = launchCommand(engine, options, port);
  let isStarting = true;
  const launched = startGuarded(command, options.stopWithin, (line) => isStarting && context.log(line));
  try {
    await untilReady(engineTitle(engine), endpoint, launched, options.readyWithin, context.signal);
  } catch (error) {
    await launched.stop();
    throw error;
  }
  isStarting = false;
  let isClosing = false;
  launched.ended.then((how) => {
    if (!isClosing) context.log(withLastLines(`${engineTitle(engine)} ended ${how} while it was in use.`, launched));
  });
  const close = () => {
    isClosing = true;
    return launched.stop();
  };
  return { endpoint, close };
}

async function untilReady(
  title: string,
  endpoint: string,
  launched: GuardedProcess,
  readyWithin: number,
  canceled: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const how = launched.ended.finally(() => ended.abort());
  const tooLate = AbortSignal.timeout(readyWithin * 1000);
  const over = AbortSignal.any([canceled, ended.signal, tooLate]);
  let health = "";
  while (!over.aborted) {
    health = await askHealth(endpoint, over);
    if (health === "200" && !over.aborted) return;
    await delay(POLL, undefined, { signal: over }).catch(() => {});
  }
  throwIfCanceled(canceled);
  if (ended.signal.aborted) throw failure(`${title} ended ${await how} before it was ready.`, launched);
  throw failure(`${title} was not ready after ${readyWithin} s: ${endpoint}/health gave ${health}.`, launched);
}

/** The status, or in words why there is none. */
async function askHealth(endpoint: string, over: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([over, AbortSignal.timeout(HEALTH_TIMEOUT)]);
    const response = await fetch(`${endpoint}/health`, { signal });
    await response.body?.cancel();
    return String(response.status);
  } catch {
    return "no answer";
  }
}

function failure(what: string, launched: GuardedProcess): RunnerError {
  return new RunnerError("LAUNCH_FAILED", withLastLines(what, launched));
}

function withLastLines(what: string, launched: GuardedProcess): string {
  const lines = launched.lastLines();
  return lines.length ? `${what} Its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}` : what;
}

function throwIfCanceled(signal: AbortSignal): void {
  if (signal.aborted) throw new RunnerError("CANCELED", "The launch was canceled.");
}
