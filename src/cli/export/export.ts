import { once } from "node:events";
import { Argument, type Command } from "commander";
import type { Principal } from "../../access/principal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { exporterFormat } from "../../exchange/exporting/exporterFormat.ts";
import { FORMATS, formatOf } from "../../exchange/exporting/exportTypes.ts";
import { type ExportRequest, openExport } from "../../exchange/exporting/openExport.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { exportParameters } from "../../schema/exportParameters.ts";
import type { Store } from "../../store/store.ts";
import { openStoreOrServer, type RunningServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";
import { writeFolder, writeWhole } from "./writeWhole.ts";

/** Whoever has the store itself may see all of it. */
const OWNER: Principal = { id: "command", scope: "operate", lab: null };

interface ExportFlags {
  format: string;
  output?: string;
}

/** `paretograph export`: a frontier, runs or samples as a file, or as a folder of files. */
export function declare(command: Command): void {
  const formats = Object.entries(FORMATS).map(([what, own]) => `${what}: ${Object.keys(own).join(", ")}`);
  command
    .addArgument(new Argument("<what>", "what to export").choices(Object.keys(FORMATS)))
    .argument("[parameters...]", "which of it, as the parameters of GET /export, e.g. benchmark=gsm8k lab=deer")
    .requiredOption(
      "--format <format>",
      `the format; ${formats.join("; ")}; of runs also the name of an installed exporter`,
    )
    .option("-o, --output <path>", "the file to write, or the folder, or its .zip; the standard output if not given")
    .action(exportResults);
}

async function exportResults(what: string, given: string[], { format, output }: ExportFlags): Promise<void> {
  try {
    const parameters = new URLSearchParams([["of", what], ["format", format], ...given.map(pairOf)]);
    const plugins = what === "runs" && !formatOf("runs", format) ? await installed() : null;
    const request = exportParameters(parameters, (name) => (plugins ? exporterFormat(plugins, name) : undefined));
    if (request.format.isFolder && output === undefined) {
      throw new CommandError(`${format} writes several files: name a folder, or a .zip, with --output.`);
    }
    const opened = await openStoreOrServer(readSettings(process.env));
    if ("server" in opened) return await exportFrom(opened.server, request, parameters, output);
    try {
      await exportOf(opened.store, request, output);
    } finally {
      await opened.store.close();
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  }
}

const installed = async () => (await loadPlugins(process.cwd(), createMetricCatalogue())).registry;

function pairOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError(`"${text}" is not written as a parameter and its value, such as benchmark=gsm8k.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

async function exportOf(store: Store, request: ExportRequest, output: string | undefined): Promise<void> {
  const opened = await openExport(store, request, OWNER);
  if (output === undefined) return await print(opened.pieces());
  if (request.format.isFolder && !isZip(output)) await writeFolder(output, opened.files());
  else await writeWhole(output, opened.pieces());
  console.log(`${output} is written (data version ${opened.version}).`);
}

/** The same from the server that has the store open. It gives a folder as a ZIP. */
async function exportFrom(
  server: RunningServer,
  request: ExportRequest,
  parameters: URLSearchParams,
  output: string | undefined,
): Promise<void> {
  if (request.format.isFolder && !isZip(output!)) {
    throw new CommandError(
      `The server at ${server.url} has the store open and gives a folder as one file: name a .zip with --output.`,
    );
  }
  const pieces = await server.download(`/export?${parameters}`);
  if (output === undefined) return await print(pieces);
  await writeWhole(output, pieces);
  console.log(`${output} is written.`);
}

const isZip = (path: string) => path.toLowerCase().endsWith(".zip");

async function print(pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
}
