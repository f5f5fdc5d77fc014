import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { type FrontierArguments, frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { drawFrontier } from "../../drawing/drawFrontier.ts";
import { drawTerminal } from "../../drawing/drawTerminal.ts";
import { readPicture } from "../../drawing/readPicture.ts";
import { sayWhich } from "../../drawing/sayWhich.ts";
import { RequestError } from "../../errors/requestError.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { frontierArguments } from "../../schema/frontierParameters.ts";
import { requireStoredValues } from "../../store/reading/storedValues.ts";
import type { Store } from "../../store/store.ts";
import { askStore } from "../progress/ask.ts";
import { openStoreOrServer, type RunningServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";
import { declareFrontierFlags, type FrontierFlags, frontierParameters, withFlag } from "./frontierFlags.ts";
import { frontierJson } from "./frontierQuery.ts";
import { machinesOf, type PlanFlags, type PlansAsked, plansAsked } from "./planFlags.ts";
import { askPlans } from "./plansQuery.ts";
import { writePlans } from "./writePlans.ts";

/** The columns of the drawing where the output is not a terminal: enough for every column of the table. */
const USUAL_WIDTH = 160;

interface OutputFlags {
  svg?: string;
  json?: boolean;
  point?: boolean;
}

/** `paretograph frontier`: a frontier as a table, a plot and a sentence; as a picture in a file; or as JSON. */
export function declare(command: Command): void {
  command.argument("<benchmarks...>", "e.g. gsm8k; of several benchmarks the mean over all of them counts");
  declareFrontierFlags(command);
  command
    .option("--svg <file>", "write a picture instead")
    .option("--json", "print the answer of the API's query instead")
    .option("--point", "go by the values, instead of the worse ends of their 95 % intervals, in what to take")
    .option("--load <rate>", 'plan how --on carries so many requests, e.g. "2 req/s"')
    .option("--prompt-tokens <n>", "the mean prompt of --load; that of the benchmark if not given")
    .option(
      "--beside <machine>",
      "plan for other accelerators too, e.g. 8xH100-SXM@2.5; repeat it for more",
      collected,
      [],
    )
    .option(
      "--estimator <name>",
      "what estimates the times of --load; the one with the smallest measured error if not given",
    )
    .option("--server <url>", "ask the server at this address, instead of the store")
    .action(frontier);
}

const collected = (value: string, before: string[]) => [...before, value];

type AllFlags = FrontierFlags & OutputFlags & PlanFlags & { server?: string };

async function frontier(benchmarks: string[], flags: AllFlags): Promise<void> {
  if (flags.json && flags.svg !== undefined) {
    throw new CommandError("--json prints and --svg writes: ask for one of them.");
  }
  try {
    const plans = plansAsked(flags);
    const parameters = frontierParameters(benchmarks, plans ? { batch: "BEST", by: ["gpu_time"], ...flags } : flags);
    const request = frontierArguments(parameters);
    const settings = readSettings(process.env);
    const opened = await openStoreOrServer(settings, flags.server);
    if (plans) {
      await printPlans(opened, request, plans, flags.json === true);
      return;
    }
    if ("server" in opened) {
      await showFrom(opened.server, request, parameters, flags);
      return;
    }
    const { store } = opened;
    try {
      await show(store, request, flags);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(withFlag(error)) : error;
  }
}

/** Prints how each of the machines carries the load. */
async function printPlans(
  opened: { store: Store } | { server: RunningServer },
  request: FrontierArguments,
  plans: PlansAsked,
  json: boolean,
): Promise<void> {
  try {
    const ask =
      "server" in opened
        ? opened.server.ask
        : askStore(opened.store, undefined, (await loadPlugins(process.cwd(), opened.store.metrics)).registry);
    const rows = await askPlans(ask, request, machinesOf(request, plans), plans.load, plans.estimator);
    console.log(json ? JSON.stringify(rows, null, 2) : writePlans(rows, terminal().columns));
  } finally {
    if ("store" in opened) await opened.store.close();
  }
}

async function show(store: Store, request: FrontierArguments, { svg, json, point }: OutputFlags): Promise<void> {
  if (json) {
    console.log(await frontierJson(askStore(store), request));
    return;
  }
  await requireStoredValues(store, request.where ?? {});
  const picture = await readPicture(store, frontierRequest(request, await store.catalogue()));
  if (svg !== undefined) {
    await writePicture(svg, drawFrontier(picture));
    return;
  }
  const { columns, isStyled } = terminal();
  const drawn = drawTerminal(picture, columns, isStyled);
  // All is written at once: after a reader such as `head` closes the pipe early, no second write can fail.
  console.log(`${drawn}\n\n${sayWhich(picture, request.constraints ?? [], point ? "VALUE" : "WORSE_END")}`);
}

/** The same from the server that has the store open, which also draws. */
async function showFrom(
  server: RunningServer,
  request: FrontierArguments,
  parameters: URLSearchParams,
  { svg, json, point }: OutputFlags,
): Promise<void> {
  if (json) {
    console.log(await frontierJson(server.ask, request));
    return;
  }
  if (svg !== undefined) {
    await writePicture(svg, await server.read(`/frontier.svg?${parameters}`));
    return;
  }
  const { columns, isStyled } = terminal();
  const look = new URLSearchParams({
    columns: String(columns),
    colour: String(isStyled),
    point: String(point === true),
  });
  process.stdout.write(await server.read(`/frontier.txt?${parameters}&${look}`));
}

/** How the output is drawn: in columns that every terminal and the server can draw. */
function terminal() {
  const { columns = USUAL_WIDTH, isTTY } = process.stdout;
  return {
    columns: Math.min(Math.max(columns, 40), 400),
    isStyled: isTTY === true && process.stdout.hasColors(),
  };
}

async function writePicture(file: string, picture: string): Promise<void> {
  await writeWhole(file, picture);
  console.log(`${file} is written.`);
}

/** Writes a file as a whole or not at all. Throws a `CommandError` where it cannot be written. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new CommandError(`--svg "${file}" can't be written: ${(error as Error).message.replace(unfinished, file)}`);
  }
}
