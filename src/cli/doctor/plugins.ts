import { loadPlugins } from "../../evaluation/loadPlugins.ts";
import { createMetricCatalogue } from "../../frontier/metricCatalogue.ts";
import { readProjectConfig } from "../../plugins/projectConfig.ts";
import { type Finding, fail, ok, reasonOf, warn } from "./check.ts";

const TIME_LIMIT_MS = 5_000;

/** Loads the plugins of a folder as a server does, and names those that are left out. */
export async function checkPlugins(folder: string): Promise<Finding[]> {
  try {
    const { registry, problems } = await loadPlugins(folder, createMetricCatalogue());
    const loaded = ok("plugins", `${registry.list().length} are loaded`);
    return problems.length === 0
      ? [loaded]
      : problems.map(({ source, error }) => warn("plugins", `${source} is left out: ${error.message}`));
  } catch (error) {
    return [fail("plugins", reasonOf(error))];
  }
}

/** Asks the engines that the folder's config declares whether anything answers at their addresses. */
export async function checkEngines(folder: string): Promise<Finding[]> {
  const config = await readProjectConfig(folder).catch(() => null);
  const { declared } = (config ?? {}) as { declared?: { engines: Map<string, { options: { endpoint?: unknown } }> } };
  const answers = [...(declared?.engines ?? [])].map(async ([name, { options }]): Promise<Finding[]> => {
    const { endpoint } = options;
    if (typeof endpoint !== "string") return [];
    const { origin } = new URL(endpoint);
    try {
      await fetch(new URL("/health", origin), { redirect: "manual", signal: AbortSignal.timeout(TIME_LIMIT_MS) });
      return [ok("engines", `${name} answers at ${origin}`)];
    } catch (error) {
      return [warn("engines", `${name} does not answer at ${origin}: ${reasonOf(error)}. Start it before its runs.`)];
    }
  });
  return (await Promise.all(answers)).flat();
}
