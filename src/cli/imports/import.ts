import type { Command } from "commander";
import { expectedFailure } from "../../errors/codedError.ts";
import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { givenFiles } from "../../exchange/importing/givenFiles.ts";
import { type ImportWishes, readResults } from "../../exchange/importing/importResults.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";
import { type Destination, openDestination } from "./destination.ts";
import { type ImportedFiles, importReport, writeReport } from "./importReport.ts";

interface ImportFlags {
  format?: string;
  dryRun?: boolean;
  lab: string;
  mapping?: string;
  model: string[];
  benchmark: string[];
  option: string[];
  source?: string;
  license?: string;
  strict?: boolean;
  json?: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `paretograph import`: results of other tools. */
export function declare(command: Command): void {
  command
    .argument("<results...>", "files, folders and addresses of result files")
    .option("--format <name>", "the format, where it is not to be recognised")
    .option("--dry-run", "say what would be stored, and store nothing")
    .option("--lab <slug>", "the lab whose results they are", "imported")
    .option("--mapping <file>", "for a table of CSV or Parquet: the file that says what its columns mean")
    .option(
      "--model <[name=]slug>",
      "the model of all runs, or of those that the file names so (repeatable)",
      collect,
      [],
    )
    .option("--benchmark <[name=]slug>", "as --model, for the benchmark (repeatable)", collect, [])
    .option("--option <name=value>", "an option of the importer (repeatable)", collect, [])
    .option("--source <url>", "the address where the results are published")
    .option("--license <name>", "the licence of the results")
    .option("--strict", "store nothing where anything is left out, does not agree or cannot be read")
    .option("--json", "print the report as JSON")
    .action(importResults);
}

async function importResults(given: string[], flags: ImportFlags): Promise<void> {
  const opened = await openStoreOrServer(readSettings(process.env));
  let destination: Destination | undefined;
  try {
    const metrics = "server" in opened ? createMetricCatalogue() : opened.store.metrics;
    const { registry } = await loadPlugins(process.cwd(), metrics);
    destination = await openDestination(opened, registry);
    const { signal } = new AbortController();
    const read: ImportedFiles[] = [];
    let others: string[] = [];
    for await (const set of readResults(
      await givenFiles(given),
      registry,
      destination.names,
      wishesOf(flags),
      signal,
    )) {
      if ("others" in set) others = set.others;
      else if (flags.dryRun || flags.strict) read.push({ ...set, outcomes: null });
      else read.push({ ...set, outcomes: await destination.store(set.runs) });
    }
    const isWhole = read.every((one) => !one.failure && one.leftOut.length + one.disagreements.length === 0);
    if (flags.strict && !flags.dryRun && isWhole) {
      for (const set of read) set.outcomes = await destination.store(set.runs);
    }
    const report = importReport(read, others);
    console.log(flags.json ? JSON.stringify(report, null, 2) : writeReport(report).join("\n"));
    if (report.failed + report.refused > 0 || (flags.strict && !isWhole)) process.exitCode = 1;
  } catch (error) {
    const failure = expectedFailure(error);
    throw failure ? new CommandError(`${failure.code}: ${failure.message}`) : error;
  } finally {
    await destination?.close();
    if ("store" in opened) await opened.store.close();
  }
}

function wishesOf({ lab, format, mapping, model, benchmark, option, source, license }: ImportFlags): ImportWishes {
  const options = Object.fromEntries([...named(option, "option")].map(([name, value]) => [name, value]));
  return {
    lab,
    format,
    options: { ...options, ...(mapping !== undefined && { mapping }) },
    models: named(model),
    benchmarks: named(benchmark),
    sourceUrl: source,
    license,
  };
}

/** `name=slug` by its name, or `slug` alone for all. */
export function named(given: readonly string[], flag: "option"): Map<string, string>;
export function named(given: readonly string[]): Map<string | null, string>;
export function named(given: readonly string[], flag?: "option"): Map<string | null, string> {
  return new Map(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 0 && flag) throw new CommandError(`--option "${one}" has no value: write it as name=value.`);
      return at < 0 ? [null, one] : [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
