import { relative } from "node:path";
import type { Command } from "commander";
import { createPlugin } from "../../plugins/creating/createPlugin.ts";
import { CreationRefused } from "../../plugins/creating/pluginNames.ts";
import { sayCreated } from "../../plugins/creating/sayCreated.ts";
import { TEMPLATE_KINDS } from "../../plugins/creating/templateKinds.ts";
import { CommandError } from "../settings.ts";
import { declare as declareCheck } from "./check.ts";

/** `paretograph plugin`: what the author of a plugin needs. */
export function declare(command: Command): void {
  command
    .command("create")
    .description("write the package of a new plugin, with types, tests, licence and a workflow for GitHub")
    .argument("<name>", "the name of the plugin, e.g. capitals or @lab/capitals")
    .requiredOption("--kind <kind>", `what it is: ${Object.keys(TEMPLATE_KINDS).join(", ")}`)
    .option("--folder <path>", "the new folder; by default one with the name of the package")
    .action(create);
  declareCheck(command.command("check"));
}

function create(given: string, { kind, folder }: { kind: string; folder?: string }): void {
  try {
    const created = createPlugin(given, kind, folder);
    sayCreated(created, relative(process.cwd(), created.folder) || ".");
  } catch (error) {
    throw error instanceof CreationRefused ? new CommandError(error.message) : error;
  }
}
