import { isAbsolute, join } from "node:path";
import type { Command } from "commander";
import { type CheckSetup, casesFor } from "../../conformance/casesFor.ts";
import { type ConformanceCase, ConformanceFailure } from "../../conformance/conformanceCase.ts";
import { packageCases } from "../../conformance/packageCases.ts";
import { explained, RULES } from "../../conformance/rules.ts";
import { printable } from "../../errors/printable.ts";
import { cacheFolder } from "../../evaluation/cacheFolder.ts";
import { manifestOf } from "../../plugins/installedPlugins.ts";
import { CommandError } from "../settings.ts";
import { pluginsToCheck } from "./pluginsToCheck.ts";

interface Flags {
  explain?: string;
  json?: boolean;
  options?: string;
  dataFile?: string;
  files?: string;
}

/** What came of a case. */
interface Result {
  code: string;
  area: string;
  holds: string;
  outcome: "passed" | "warned" | "skipped" | "failed";
  message?: string;
}

/** `paretograph plugin check`: holds plugins against the contract. */
export function declare(command: Command): void {
  command
    .description("hold a plugin against the contract: it is loaded, asked, graded with, and given what is broken")
    .argument("[plugin]", "the name of a plugin or package, or the path of a file or of the folder of a package")
    .option("--explain <code>", "explain a code: what must hold, why it matters, and where to read")
    .option("--options <json>", "the options of the plugin, where the defaults are not enough")
    .option("--data-file <path>", "the file to read the problems of a benchmark from")
    .option("--files <path>", "files of the format of an importer: a file or a folder")
    .option("--json", "print the results as JSON")
    .action(check);
}

/** Prints what holds and what does not, and ends with exit code 1 if a case failed. */
async function check(named: string | undefined, flags: Flags): Promise<void> {
  if (flags.explain !== undefined) return explain(flags.explain);
  if (named === undefined) throw new CommandError("error: name a plugin or a path, or give --explain CODE.");
  const { plugins, module, folder } = await pluginsToCheck(named);
  const setup = {
    ...setupOf(folder),
    ...setupOfFlags(flags),
    cacheFolder: cacheFolder(),
    ...hub(),
    ...(module && { module }),
  };
  const all: { of: string; results: Result[] }[] = [];
  if (folder !== undefined && manifestOf(folder).name !== undefined) {
    all.push({ of: manifestOf(folder).name!, results: await tried(packageCases(folder)) });
  }
  for (const plugin of plugins) {
    all.push({
      of: `${plugin.name} ${plugin.version} (${plugin.kind})`,
      results: await tried(casesFor(plugin, setup)),
    });
  }
  if (flags.json) console.log(JSON.stringify(all, null, 2));
  else print(all);
  const isFailed = all.some(({ results }) => results.some(({ outcome }) => outcome === "failed"));
  // What a plugin left behind must not keep this process alive.
  setImmediate(() => process.exit(isFailed ? 1 : 0));
}

function explain(code: string): void {
  const text = explained(code);
  if (text === undefined)
    throw new CommandError(`There is no code "${code}". There are: ${Object.keys(RULES).join(", ")}.`);
  console.log(text);
}

async function tried(cases: readonly ConformanceCase[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const { code, area, skipped, run } of cases) {
    const common = { code, area, holds: RULES[code]!.holds };
    if (skipped !== undefined) results.push({ ...common, outcome: "skipped", message: skipped });
    else {
      try {
        results.push({ ...common, ...(await run()) });
      } catch (error) {
        if (!(error instanceof ConformanceFailure)) throw error;
        results.push({ ...common, outcome: "failed", message: error.seen });
      }
    }
  }
  return results;
}

const MARKS = { passed: "ok  ", warned: "warn", skipped: "skip", failed: "FAIL" };

function print(all: readonly { of: string; results: Result[] }[]): void {
  for (const { of, results } of all) {
    console.log(printable(of));
    for (const { code, area, holds, outcome, message } of results) {
      console.log(`  ${MARKS[outcome]}  ${area}: ${holds}`);
      if (outcome === "failed" || outcome === "warned") {
        console.log(`        ${code}: ${printable(message!)}`);
        console.log(`        Why it matters: ${RULES[code]!.why}`);
        console.log(`        Read: ${RULES[code]!.read}`);
      } else if (message !== undefined) console.log(`        ${printable(message)}`);
    }
  }
  const outcomes = all.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  const count = (one: Result["outcome"]) => outcomes.filter((outcome) => outcome === one).length;
  const [failed, warned] = [count("failed"), count("warned")];
  console.log(`${count("passed")} hold, ${failed} failed, ${warned} with a warning, ${count("skipped")} not tried.`);
  if (failed + warned > 0) console.log("paretograph plugin check --explain CODE says more of a code.");
}

/** What the package.json of a package says of its checks, with paths from its folder. */
function setupOf(folder: string | undefined): CheckSetup {
  if (folder === undefined) return {};
  const { check = {} } = (manifestOf(folder).paretograph ?? {}) as { check?: CheckSetup };
  const path = (given: unknown) =>
    typeof given === "string" && !isAbsolute(given) ? join(folder, given) : (given as undefined);
  return {
    ...check,
    ...(check.files && { files: path(check.files) }),
    ...(check.dataFile && { dataFile: path(check.dataFile) }),
  };
}

function setupOfFlags({ options, dataFile, files }: Flags): CheckSetup {
  return {
    ...(options !== undefined && { options: readJson(options) }),
    ...(dataFile && { dataFile }),
    ...(files && { files }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`--options is not JSON: ${(error as Error).message}`);
  }
}

const hub = () => {
  const { HF_ENDPOINT: hubUrl, HF_TOKEN: token } = process.env;
  return { ...(hubUrl && { hubUrl }), ...(token && { token }) };
};
