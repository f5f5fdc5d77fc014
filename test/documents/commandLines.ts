import { existsSync, globSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { parse, quote } from "shell-quote";
import { COMMANDS } from "../../src/cli/commands/commandTable.ts";

/** The scripts of this package, and of the packages that plugins are made from. */
const scripts = Object.assign({}, ...globSync(["package.json", "templates/*/package.json"]).map(scriptsOf));

function scriptsOf(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, "utf8")).scripts;
}

/** Commands of npm that are no scripts. */
const OF_NPM = ["ci", "install", "create", "init", "publish", "pack", "view", "audit"];
/** Programs of others, whose flags are not checked here. */
const OF_OTHERS = [
  "cd",
  "curl",
  "kubectl",
  "rm",
  "sbatch",
  "sed",
  "serve",
  "tr",
  "true",
  "echo",
  "mkdir",
  "export",
  "git",
];

/** What is wrong with the command lines of a block of `sh`: programs, scripts, files, subcommands and flags that there are not. */
export async function faultsOf(code: string): Promise<string[]> {
  const lines = code.replaceAll(/\\\n\s*/g, " ").split("\n");
  const faults = await Promise.all(lines.flatMap(commandsOf).map(faultOf));
  return faults.filter((fault) => fault !== undefined);
}

/** The words of each command of a line, without its comment, the files that it writes and the variables before it. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  let isFile = false;
  // Variables stay as they are written.
  for (const part of parse(line, (name) => `$${name}`)) {
    if (typeof part === "object" && "comment" in part) continue;
    const word = typeof part === "string" ? part : "pattern" in part ? part.pattern : undefined;
    if (word === undefined) {
      isFile = /[<>]/.test((part as { op: string }).op);
      if (!isFile) commands.push([]);
    } else if (!isFile) commands.at(-1)!.push(word);
    else isFile = false;
  }
  return commands
    .map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))))
    .filter((words) => words.length > 0 && !/^\w+=/.test(words[0]!));
}

async function faultOf(words: string[]): Promise<string | undefined> {
  const [program, first = "", ...others] = words;
  if (program === "npx") return faultOf(words.slice(1).filter((word) => word !== "-y"));
  if (program === "paretograph") return faultOfOwn(words.slice(1));
  if (program === "npm") {
    const script = first === "run" ? others.find((word) => !word.startsWith("-")) : first;
    if (script === "paretograph") return faultOfOwn(others.slice(others.indexOf("--") + 1));
    return script! in scripts || OF_NPM.includes(script!) ? undefined : `npm has no "${script}"`;
  }
  if (program === "node") {
    const file = [first, ...others].find((word) => word.includes("/"));
    return file !== undefined && existsSync(file) ? undefined : `there is no file for: ${quote(words)}`;
  }
  return OF_OTHERS.includes(program!) ? undefined : `"${program}" is no known program`;
}

/** Lets the command itself read the words, and do nothing. */
async function faultOfOwn(words: string[]): Promise<string | undefined> {
  const [name = ""] = words;
  if (!Object.hasOwn(COMMANDS, name)) return `paretograph has no command "${name}"`;
  const program = new Command("paretograph").enablePositionalOptions();
  (await COMMANDS[name]!.load()).declare(program.command(name));
  for (const command of withinCommand(program)) {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    if (command.commands.length === 0 || command.registeredArguments.length > 0) command.action(() => {});
  }
  try {
    await program.parseAsync(words, { from: "user" });
    return undefined;
  } catch (error) {
    return `paretograph ${quote(words)}: ${(error as Error).message}`;
  }
}

const withinCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(withinCommand)];
