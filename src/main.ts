import "./cli/drizzleResolution.ts";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { COMMANDS } from "./cli/commands/commandTable.ts";
import { CommandError } from "./cli/settings.ts";
import { packageFolder } from "./store/database/packageFolder.ts";

const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
const program = new Command("paretograph")
  .description("Which open model, in which mode, buys the most accuracy for the compute you have?")
  .version(version)
  // The flags after the name of a subcommand are its own.
  .enablePositionalOptions();
// Only the commands that are named are loaded: a server does not wait for the engines and graders of a run.
const words = process.argv.slice(2);
for (const [name, { description, load }] of Object.entries(COMMANDS)) {
  const command = program.command(name).description(description);
  if (words.includes(name)) (await load()).declare(command);
}

try {
  if (words.length === 0) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
