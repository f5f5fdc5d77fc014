import { randomBytes, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { basename } from "node:path";
import { RequestError } from "../../errors/requestError.ts";
import { hardware } from "../../evaluation/plan/runParameters.ts";
import { recordEnergy } from "../../metering/energy.ts";
import { foldLogs } from "../../metering/fold.ts";
import { createMeteringProxy } from "../../metering/meteringProxy.ts";
import { createRecorder, instantOf } from "../../metering/recorder.ts";
import { LOG_VERSION } from "../../metering/records/logLines.ts";
import { readLog } from "../../metering/records/readLog.ts";
import { openWriteAhead } from "../../metering/records/writeAhead.ts";
import { summarize } from "../../metering/summary.ts";
import { checkRunName } from "../../metering/target.ts";
import { canonicalAddress, faultOfAddress } from "../../network/address.ts";
import { isLoopback } from "../../server/edge/hosts.ts";
import { setLog } from "../../server/observation/log.ts";
import { addressOf, listen } from "../listen.ts";
import { readFlagsOf } from "../runFlags.ts";
import { CommandError, readSettings, type Settings } from "../settings.ts";
import { stopSignal } from "../stopSignal.ts";
import { joinAfter } from "./joinAfter.ts";
import { openGpuMeter } from "./openGpuMeter.ts";
import { summaryText } from "./report.ts";
import { runMetered } from "./runMetered.ts";

export interface MeterFlags {
  upstream?: string;
  run?: string;
  sample?: string;
  keepTexts?: boolean;
  host: string;
  port?: string;
  results: string[];
  lab: string;
  model: string[];
  benchmark: string[];
}

/** Starts the proxy, and runs a command behind it or serves until the process is told to stop. */
export async function meter(command: string[], flags: MeterFlags & Record<string, unknown>): Promise<void> {
  const settings = readSettings(process.env);
  setLog(settings.log);
  const plan = readPlan(flags, settings);
  const gpus = await openGpuMeter(plan);
  const session = {
    ...{ kind: "session" as const, version: LOG_VERSION, id: randomUUID(), pid: process.pid, host: hostname() },
    ...{ at: instantOf(performance.now()), upstream: plan.upstream, hardware: plan.hardware, sample: plan.sample },
    program: command[0] === undefined ? null : basename(command[0]),
    meter: gpus && {
      ...{ source: gpus.source, chosenBy: gpus.chosenBy, interval: gpus.interval },
      gpus: gpus.gpus.map(({ name, uuid }) => `${name} ${uuid}`),
    },
  };
  const log = openLog(settings.dataFolder, session);
  const recorder = createRecorder(log, plan);
  const endEnergy = gpus && recordEnergy(gpus, recorder, log);
  const proxy = createMeteringProxy({ ...plan, allowedHosts: settings.allowedHosts }, recorder);
  try {
    await listen(proxy.server, plan.host, plan.port, { host: "--host", port: "--port" });
    const { port } = proxy.server.address() as AddressInfo;
    const address = addressOf(plan.host, port) + (plan.token === null ? "" : `/token/${plan.token}`);
    if (command.length > 0) process.exitCode = await runMetered(command, address);
    else {
      console.error(`Paretograph meters ${plan.upstream} at ${address} and records into ${log.file}. Ctrl-C stops it.`);
      console.log(address);
      process.exitCode = await stopSignal();
    }
  } finally {
    await proxy.close();
    await endEnergy?.();
    const end = { kind: "end", at: instantOf(performance.now()), requests: recorder.requests } as const;
    await log.close({ ...end, linesLeftOut: log.linesLeftOut });
  }
  const read = await readLog(log.file);
  if (read) {
    console.error(summaryText(summarize(read)));
    if (command.length > 0 && plan.sample === null) await joinAfter(command, read, flags, settings);
  }
  await foldLogs(settings.dataFolder);
}

function openLog(folder: string, session: Parameters<typeof openWriteAhead>[1]) {
  try {
    return openWriteAhead(folder, session);
  } catch (error) {
    throw new CommandError(`DATA_DIR "${folder}" can't be used: ${(error as Error).message}`);
  }
}

/** What the flags ask for. Throws a `CommandError` for what can't be. */
function readPlan(flags: MeterFlags & Record<string, unknown>, { meterToken }: Settings) {
  const { upstream, host, keepTexts = false } = flags;
  if (upstream === undefined) throw new CommandError("error: required option '--upstream <url>' not specified");
  const fault = faultOfAddress(upstream);
  if (/^\w+:\/\/[^/]*@/.test(upstream)) {
    throw new CommandError(
      "--upstream holds a user name or a password. Clients send their own keys, which pass through.",
    );
  }
  if (fault !== null) throw new CommandError(`--upstream "${upstream}" ${fault}.`);
  const sample = flags.sample === undefined ? null : readShare(flags.sample);
  if (sample !== null && keepTexts)
    throw new CommandError("--sample keeps no texts: leave out one of it and --keep-texts.");
  const asked = readFlagsOf(flags, ["hardware", "meter"]);
  const checked = hardware.optional().safeParse(asked.hardware);
  if (!checked.success) throw new CommandError(`--hardware: ${checked.error.issues[0]!.message}`);
  return {
    ...{ upstream: canonicalAddress(upstream), host, sample, keepTexts, port: readPort(flags.port) },
    run: flags.run === undefined ? null : readRun(flags.run),
    token: isLoopback(host) ? (meterToken ?? null) : (meterToken ?? randomBytes(32).toString("base64url")),
    hardware: checked.data ?? null,
    meter: asked.meter as Record<string, unknown> | undefined,
  };
}

export type MeterPlan = ReturnType<typeof readPlan>;

function readRun(name: string): string {
  try {
    return checkRunName(name);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(`--run ${error.message}`) : error;
  }
}

/** Reads a share that is written as `1%` or `0.01`. */
function readShare(text: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  const share = percent === undefined ? Number(text === "" ? Number.NaN : text) : Number(percent) / 100;
  if (share > 0 && share <= 1) return share;
  throw new CommandError(`--sample "${text}" is no share above 0 and up to 100%, such as 1% or 0.01.`);
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text !== "") return port;
  throw new CommandError(`--port "${text}" is not a number from 0 to 65535.`);
}
