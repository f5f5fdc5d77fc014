import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { type FrontierArguments, frontierRequest } from "../analysis/request/frontierRequest.ts";
import { drawFrontier } from "../drawing/drawFrontier.ts";
import { drawTerminal } from "../drawing/drawTerminal.ts";
import { readPicture } from "../drawing/readPicture.ts";
import { sayWhich } from "../drawing/sayWhich.ts";
import { RequestError } from "../errors/requestError.ts";
import { frontierArguments } from "../schema/frontierParameters.ts";
import type { Store } from "../store/store.ts";
import { declareFrontierFlags, type FrontierFlags, frontierParameters } from "./frontierFlags.ts";
import { frontierJson } from "./frontierQuery.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

/** The columns of the drawing where the output is not a terminal. */
const USUAL_WIDTH = 120;

interface OutputFlags {
  svg?: string;
  json?: boolean;
}

/** `paretograph frontier`: a frontier as a table, a plot and a sentence; as a picture in a file; or as JSON. */
export function declare(command: Command): void {
  command.argument("<benchmarks...>", "e.g. gsm8k; of several benchmarks the mean over all of them counts");
  declareFrontierFlags(command);
  command
    .option("--svg <file>", "write a picture instead")
    .option("--json", "print the answer of the API's query instead")
    .action(frontier);
}

async function frontier(benchmarks: string[], flags: FrontierFlags & OutputFlags): Promise<void> {
  if (flags.json && flags.svg !== undefined) {
    throw new CommandError("--json prints and --svg writes: ask for one of them.");
  }
  try {
    const request = frontierArguments(frontierParameters(benchmarks, flags));
    const store = await openStoreWithResults(readSettings(process.env));
    try {
      await show(store, request, flags);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  }
}

async function show(store: Store, request: FrontierArguments, { svg, json }: OutputFlags): Promise<void> {
  if (json) {
    console.log(await frontierJson(store, request));
    return;
  }
  const picture = await readPicture(store, frontierRequest(request, await store.catalogue()));
  if (svg !== undefined) {
    await writeWhole(svg, drawFrontier(picture));
    console.log(`${svg} is written.`);
    return;
  }
  const { columns = USUAL_WIDTH, isTTY } = process.stdout;
  const drawn = drawTerminal(picture, columns, isTTY === true && process.stdout.hasColors());
  // All is written at once: after a reader such as `head` closes the pipe early, no second write can fail.
  console.log(`${drawn}\n\n${sayWhich(picture, request.constraints ?? [])}`);
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
