import { BUILT_IN_NAMES } from "../builtInNames.ts";
import { lookAlikeOf } from "../lookAlikes.ts";
import type { TemplateKind } from "./templateKinds.ts";

const PREFIX = "paretograph-plugin-";
/** What npm takes in a name, and the contract in that of a plugin. */
const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;
const SCOPE = /^@[a-z0-9][a-z0-9-]{0,79}$/;

/** How a new plugin and its package are called. */
export interface PluginNames {
  /** The name of the plugin, e.g. `capitals`. */
  name: string;
  /** The name of the package, e.g. `@lab/paretograph-plugin-capitals`. */
  package: string;
  /** The name for people, e.g. `Capitals`. */
  title: string;
  /** The name as metrics have it, e.g. `carbon_of_grid`. */
  metric: string;
  /** A name of a built-in plugin that it could be taken for. */
  lookAlike: string | null;
}

/** Something keeps a plugin from being created: the message says what, and what is allowed. */
export class CreationRefused extends Error {}

/**
 * The names of a plugin that is asked for by its own name or by that of its package, with a scope or without.
 *
 * @throws CreationRefused for a name that neither npm nor the contract takes.
 */
export function pluginNames(given: string, kind: TemplateKind): PluginNames {
  const [scope, rest] = given.startsWith("@") ? given.split("/", 2) : [undefined, given];
  const name = (rest ?? "").replace(new RegExp(`^${PREFIX}`), "");
  if (!NAME.test(name) || (scope !== undefined && !SCOPE.test(scope))) {
    throw new CreationRefused(
      `"${given}" can't be the name of a plugin: it has up to 80 small letters, digits and dashes, and begins with a letter or digit, such as "capitals" or "@lab/capitals".`,
    );
  }
  const metric = name.replaceAll("-", "_");
  if (kind === "metric" && !/^[a-z][a-z0-9_]{0,59}$/.test(metric)) {
    throw new CreationRefused(
      `"${name}" can't be the name of a metric: it has up to 60 characters and begins with a letter.`,
    );
  }
  const known: string[] = Object.values(BUILT_IN_NAMES).flat();
  return {
    name,
    package: `${scope === undefined ? "" : `${scope}/`}${PREFIX}${name}`,
    title: name
      .split("-")
      .filter(Boolean)
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join(" "),
    metric,
    lookAlike: known.includes(name) ? name : lookAlikeOf(name, known),
  };
}
