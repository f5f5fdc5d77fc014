import type { Command } from "commander";
import { printable } from "../../errors/printable.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { BUILT_IN_NAMES } from "../../plugins/builtInNames.ts";
import type { AnyPlugin } from "../../plugins/contract/checkPlugin.ts";
import { PluginError } from "../../plugins/contract/pluginError.ts";
import { lookAlikeOf } from "../../plugins/lookAlikes.ts";
import { isReproduced, type RegisterEntry, readRegister, searchRegister } from "../../plugins/register/register.ts";
import type { RegisteredPlugin } from "../../plugins/registry.ts";
import { CommandError } from "../settings.ts";

/** `paretograph plugins`: the plugins that are installed, and those that others published. */
export function declare(command: Command): void {
  command.option("--json", "print them as JSON").action(list);
  command
    .command("search")
    .description("search the register of published plugins")
    .argument("[words...]", "words of the name or the description, or a kind; all of them must be there")
    .option("--json", "print them as JSON")
    .action((words: string[], _: unknown, own: Command) => search(words, own.optsWithGlobals().json === true));
}

/** Lists what is loaded, from where, what each adds, and what keeps others out. Ends with exit code 1 where something does. */
async function list({ json = false }: { json?: boolean }): Promise<void> {
  const { registry, problems } = await loadPlugins(process.cwd(), createMetricCatalogue()).catch((error) => {
    throw error instanceof PluginError ? new CommandError(error.message) : error;
  });
  const found = registry.list().map(rowOf);
  const left = problems.map(({ source, error }) => ({ source, code: error.code, message: error.message }));
  if (json) console.log(JSON.stringify({ plugins: found, problems: left }, null, 2));
  else {
    const width = (field: "kind" | "name" | "version" | "source") => Math.max(...found.map((row) => row[field].length));
    for (const { kind, name, version, source, adds, warning } of found) {
      const cells = [
        kind.padEnd(width("kind")),
        name.padEnd(width("name")),
        version.padEnd(width("version")),
        source.padEnd(width("source")),
      ];
      console.log(printable(`${cells.join("  ")}  ${adds}`));
      if (warning !== null) console.log(printable(`  Warning: ${warning}`));
    }
    for (const { source, code, message } of left) console.log(printable(`${source} is left out (${code}): ${message}`));
  }
  // What a plugin left behind must not keep this process alive.
  setImmediate(() => process.exit(left.length > 0 ? 1 : 0));
}

function rowOf({ plugin, source }: RegisteredPlugin) {
  const known: string[] = Object.values(BUILT_IN_NAMES).flat();
  const other = source === "built in" || known.includes(plugin.name) ? null : lookAlikeOf(plugin.name, known);
  return {
    ...{ kind: plugin.kind as string, name: plugin.name, version: plugin.version, source, adds: addsOf(plugin) },
    warning: other === null ? null : `"${plugin.name}" could be taken for the built-in "${other}".`,
  };
}

/** What a plugin adds, in words. */
function addsOf(plugin: AnyPlugin): string {
  const metrics = (plugin.metrics ?? []).map(({ name }) => name);
  const also = metrics.length > 0 ? ` It adds the metrics ${metrics.join(", ")}.` : "";
  return `${plugin.description}${also}`;
}

function search(words: string[], json: boolean): void {
  const found = searchRegister(readRegister(), words);
  if (json)
    console.log(
      JSON.stringify(
        found.map((entry) => ({ ...entry, reproduced: isReproduced(entry) })),
        null,
        2,
      ),
    );
  else if (found.length === 0) console.log("The register has no such plugin.");
  else for (const entry of found) console.log(printable(lineOf(entry)));
}

const lineOf = (entry: RegisterEntry) =>
  `${entry.kind}  ${entry.name}${isReproduced(entry) ? "  (reproduced)" : ""}\n  ${entry.description}\n  ${entry.repository} at ${entry.commit}`;
