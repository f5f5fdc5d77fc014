import { expectedFailure } from "../../errors/codedError.ts";
import { ERRORS } from "../../errors/errorTable.ts";
import { BenchmarkDataError, type BenchmarkDataErrorCode } from "../contract/benchmarkDataError.ts";
import { PluginError } from "../contract/pluginError.ts";

const LONGEST_REASON = 2000;

/** Which plugin an error is about. */
export interface NamedPlugin {
  name: string;
  /** Left out where a module is only tried. */
  version?: string | undefined;
}

/** How a plugin is named in errors: who reports one to its author says of which version. */
export const titleOf = ({ name, version }: NamedPlugin) =>
  `The plugin "${name}"${version === undefined ? "" : ` ${version}`}`;

/** The failure of a plugin in one of its methods, for the reason that it threw. */
export function pluginFailed(plugin: NamedPlugin, method: string, thrown: unknown): PluginError {
  return new PluginError("PLUGIN_FAILED", `${titleOf(plugin)} failed in ${method}: ${reasonOf(thrown)}.`, {
    cause: thrown,
  });
}

/** The failure of a benchmark whose data are private: what its code said may hold texts of them, and is left out. */
export function privatelyFailed(
  plugin: NamedPlugin,
  method: string,
  thrown: unknown,
): PluginError | BenchmarkDataError {
  const given = expectedFailure(thrown);
  if (given?.kind === "data") {
    const code = given.code as BenchmarkDataErrorCode;
    return new BenchmarkDataError(code, `${ERRORS.data[code].meaning} ${NOT_SHOWN}`);
  }
  const kind = thrown instanceof Error && KINDS_OF_ERRORS.includes(thrown.name) ? thrown.name : "an error";
  return new PluginError("PLUGIN_FAILED", `${titleOf(plugin)} failed in ${method}: ${kind}. ${NOT_SHOWN}`);
}

export const NOT_SHOWN = "What it said is not shown, since its data are private.";
const KINDS_OF_ERRORS = ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "AssertionError"];

/** What was thrown, in one short text, whatever it is. */
export function reasonOf(thrown: unknown): string {
  try {
    return String(thrown)
      .slice(0, LONGEST_REASON)
      .replace(/^Error: /, "")
      .replace(/\.$/, "");
  } catch {
    return "something that cannot be shown";
  }
}
