import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { BUILT_IN_NAMES } from "../plugins/builtInNames.ts";
import { type AnyPlugin, checkPlugin } from "../plugins/contract/checkPlugin.ts";
import { lookAlikeOf } from "../plugins/lookAlikes.ts";
import { type ConformanceCase, casesOf, quoted, Untried } from "./conformanceCase.ts";
import { PLUGIN_RULES } from "./pluginRules.ts";

/** Whether the plugin is one of this package, whose own names it may have. */
const isBuiltIn = ({ kind, name }: AnyPlugin) =>
  (BUILT_IN_NAMES[kind as never] as string[] | undefined)?.includes(name);

/** The cases that hold for plugins of every kind. */
export function pluginCases(plugin: AnyPlugin, given?: unknown): ConformanceCase[] {
  const add = casesOf(String(plugin?.name), PLUGIN_RULES);
  return [
    add("CONTRACT_NOT_MET", () => checkPlugin(plugin)),
    add("NAME_LOOKS_BUILT_IN", () => {
      if (isBuiltIn(plugin)) return null;
      const known: string[] = Object.values(BUILT_IN_NAMES).flat();
      const other = known.includes(plugin.name) ? plugin.name : lookAlikeOf(plugin.name, known);
      return other && `Its name ${quoted(plugin.name)} could be taken for that of the built-in ${quoted(other)}.`;
    }),
    add("OPTIONS_NOT_SOUND", () => {
      z.toJSONSchema(plugin.options, { io: "input" });
      const once = checkedOptions(plugin, given);
      const twice = plugin.options.safeParse(once);
      if (!twice.success) return `It refuses its own options ${quoted(once)}: ${firstIssue(twice.error)}`;
      return isDeepStrictEqual(once, twice.data)
        ? null
        : `Options that were checked change when they are checked again: ${quoted(once)} become ${quoted(twice.data)}.`;
    }),
    add("OPTION_NOT_THERE", () => {
      const names = optionNames(plugin);
      if (names === null) return null;
      const { callerOptions = [], problemOptions = [] } = plugin as {
        callerOptions?: string[];
        problemOptions?: string[];
      };
      const missing = [...callerOptions, ...problemOptions].find((name) => !names.includes(name));
      return missing === undefined
        ? null
        : `It names the option ${quoted(missing)}, and has ${names.join(", ") || "none"}.`;
    }),
    add("OPTIONS_TAKE_ANYTHING", () => {
      const misspelt = { ...(checkedOptions(plugin, given) as object), notAnOption: 1 };
      return plugin.options.safeParse(misspelt).success ? 'It takes { "notAnOption": 1 } without a word.' : null;
    }),
  ];
}

/** The given options, or the defaults, as the plugin checks them. Throws `Untried` where they are refused and none were given. */
export function checkedOptions({ options }: Pick<AnyPlugin, "options">, given: unknown = {}): unknown {
  const { success, data, error } = options.safeParse(given);
  if (success) return data;
  throw new Untried(`Its options cannot be left out: give some for the checks (${firstIssue(error)}).`);
}

const firstIssue = (error: z.ZodError) => {
  const { path, message } = error.issues[0]!;
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
};

/** The names of the options; null where their schema is no object. */
export function optionNames({ options }: Pick<AnyPlugin, "options">): string[] | null {
  const { properties } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" }) as { properties?: object };
  return properties ? Object.keys(properties) : null;
}
