import { setTimeout as delay } from "node:timers/promises";
import type { RunnerContext } from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { processCommand } from "./command.ts";
import { containerCommand } from "./container.ts";
import type { EngineProgram } from "./engineProgram.ts";
import { visibleGpus } from "./gpuNames.ts";
import { engineNames, takeGpus } from "./gpuOwnership.ts";
import { type GuardedProcess, startGuarded } from "./guardedProcess.ts";
import type { LaunchOptions } from "./options.ts";
import { claimPort } from "./port.ts";

/** Milliseconds between two questions for the engine's health. */
const POLL = 250;
/** Milliseconds. SGLang's /health generates a token, for which SGLang allows itself 20 seconds. */
const HEALTH_TIMEOUT = 30_000;

/** An engine that was launched and is ready. */
export interface LaunchedEngine {
  /** Its address, e.g. `http://127.0.0.1:40123`. */
  endpoint: string;
  /** The id of a process of this machine of which the engine's processes descend. */
  process: number | undefined;
  /** Ends the engine with all its processes; resolves once they have ended. */
  close(): Promise<void>;
}

/**
 * Launches an engine on loopback, as a child process or in a container, and logs its output until it is ready. Resolves
 * when its `/health` answers 200: until then the port of vLLM and TGI is closed, and SGLang answers 503. However this
 * process ends, the engine ends too. Throws `LAUNCH_FAILED`, with the engine's last lines, where the engine ends before
 * it is ready, is not ready in time or lacks a setting, or where its port is taken; throws `CANCELED` where the caller
 * ends the launch. An engine that ends by itself later is reported to the log.
 */
export async function launchEngine(
  engine: EngineProgram,
  options: LaunchOptions,
  context: RunnerContext,
): Promise<LaunchedEngine> {
  throwIfCanceled(context.signal);
  const taken: (() => Promise<void>)[] = [];
  const giveBack = async () => {
    for (const one of taken.splice(0)) await one();
  };
  try {
    const gpus = options.gpus ?? (await visibleGpus(options.environment));
    taken.push(await takeGpus(gpus));
    const { port, release } = await claimPort(options.port);
    taken.push(release);
    return await launchOn({ gpus, port, giveBack }, engine, options, context);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

interface Taken {
  gpus: string[];
  port: number;
  giveBack(): Promise<void>;
}

/** Launches an engine on GPUs and a port that this process has taken for it, and gives them back once it has ended. */
async function launchOn(
  { gpus, port, giveBack }: Taken,
  engine: EngineProgram,
  options: LaunchOptions,
  context: RunnerContext,
): Promise<LaunchedEngine> {
  const endpoint = `http://127.0.0.1:${port}`;
  const command = options.dockerImage
    ? containerCommand(engine, options, options.dockerImage, port)
    : processCommand(engine, options, port);
  let isStarting = true;
  const names = await engineNames(gpus);
  const launched = startGuarded({ ...command, names }, options.stopWithin, (line) => isStarting && context.log(line));
  try {
    await untilReady(engine.title, endpoint, launched, options.readyWithin, context.signal);
  } catch (error) {
    await launched.stop();
    throw error;
  }
  isStarting = false;
  let isClosing = false;
  launched.ended.then((how) => {
    if (!isClosing) context.log(withLastLines(`${engine.title} ended ${how} while it was in use.`, launched));
  });
  const close = async () => {
    isClosing = true;
    await launched.stop();
    await giveBack();
  };
  return { endpoint, process: launched.pid, close };
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
  const failure = ended.signal.aborted
    ? `${title} ended ${await how} before it was ready.`
    : `${title} was not ready after ${readyWithin} s: ${endpoint}/health gave ${health}.`;
  throw new RunnerError("LAUNCH_FAILED", withLastLines(failure, launched));
}

/** The HTTP status of `/health`, or `no answer`. */
async function askHealth(endpoint: string, over: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([over, AbortSignal.timeout(HEALTH_TIMEOUT)]);
    const response = await fetch(`${endpoint}/health`, { signal, redirect: "manual" });
    await response.body?.cancel();
    return String(response.status);
  } catch {
    return "no answer";
  }
}

function withLastLines(message: string, launched: GuardedProcess): string {
  const lines = launched.lastLines();
  return lines.length ? `${message} Its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}` : message;
}

function throwIfCanceled(signal: AbortSignal): void {
  if (signal.aborted) throw new RunnerError("CANCELED", "The launch was canceled.");
}
