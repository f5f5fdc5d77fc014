import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { type FrontierArguments, frontierRequest } from "../analysis/request/frontierRequest.ts";
import { drawFrontier } from "../drawing/drawFrontier.ts";
import { drawTerminal } from "../drawing/drawTerminal.ts";
import { readPicture } from "../drawing/readPicture.ts";
import { sayWhich } from "../drawing/sayWhich.ts";
import { RequestError } from "../errors/requestError.ts";
import { frontierArguments } from "../schema/frontierParameters.ts";
import type { Store } from "../store/store.ts";
import { frontierJson } from "./frontierQuery.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

/** Lists hold what was given one after the other or with commas. */
export interface FrontierOptions {
  by?: string[];
  on?: string;
  count?: string;
  precision?: string;
  batch?: string;
  dollarsPerHour?: string;
  max?: string[];
  min?: string[];
  lab?: string[];
  model?: string[];
  grain?: string;
  asOf?: string;
  minMembership?: string;
  svg?: string;
  json?: boolean;
}

/** Where there is no terminal to ask. */
const USUAL_WIDTH = 120;

/** `paretograph frontier`: a frontier as a table, a plot and a sentence; as a picture in a file; or as JSON. */
export async function frontier(benchmarks: string[], options: FrontierOptions): Promise<void> {
  try {
    const asked = frontierArguments(parametersOf(benchmarks, options));
    const store = await openStoreWithResults(readSettings(process.env));
    try {
      await show(store, asked, options);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  }
}

async function show(store: Store, asked: FrontierArguments, { svg, json }: FrontierOptions): Promise<void> {
  if (json) {
    console.log(await frontierJson(store, asked));
    return;
  }
  const picture = await readPicture(store, frontierRequest(asked, await store.catalogue()));
  if (svg !== undefined) {
    await writeWhole(svg, drawFrontier(picture));
    console.log(`${svg} is written.`);
    return;
  }
  const { columns = USUAL_WIDTH, isTTY } = process.stdout;
  const drawn = drawTerminal(picture, columns, isTTY === true && process.stdout.hasColors());
  // At once: a reader that closes the pipe early, as `head` does, gets no second write to fail.
  console.log(`${drawn}\n\n${sayWhich(picture, asked.constraints ?? [])}`);
}

/** The options as the API's parameters, which check them. */
function parametersOf(benchmarks: string[], options: FrontierOptions): URLSearchParams {
  const { by = ["flops"], json, svg } = options;
  if (json && svg !== undefined) throw new CommandError("--json prints and --svg writes: ask for one of them.");
  const onHardware = { count: options.count, precision: options.precision, batch: options.batch };
  if (options.on === undefined && [...Object.values(onHardware), options.dollarsPerHour].some((value) => value)) {
    throw new CommandError(
      "--count, --precision, --batch and --dollars-per-hour say how --on serves: add --on, e.g. --on L40S.",
    );
  }
  const objectives = by.some((text) => text.split(":")[0] === "accuracy") ? by : ["accuracy", ...by];
  const given: [string, string | string[] | undefined][] = [
    ["benchmark", benchmarks.flatMap((text) => text.split(","))],
    ["objective", objectives],
    ["on.hardware", options.on],
    ["on.count", options.count],
    ["on.precision", options.precision],
    ["on.batch", options.batch],
    ["on.dollarsPerHour", options.dollarsPerHour],
    ["max", options.max],
    ["min", options.min],
    ["lab", options.lab],
    ["model", options.model],
    ["grain", options.grain],
    ["asOf", options.asOf],
    ["minMembership", options.minMembership],
  ];
  return new URLSearchParams(given.flatMap(([name, values = []]) => [values].flat().map((value) => [name, value])));
}

/** Writes a file as a whole or not at all. */
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
