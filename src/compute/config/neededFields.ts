import { languagePart, readArchitecture } from "./readArchitecture.ts";

/**
 * The fields of a `config.json` that its architecture depends on: the fields of its language part that `readArchitecture`
 * looks at, unchanged. The architecture read from them alone is the same.
 *
 * @throws ComputeError as `readArchitecture` does.
 */
export function neededFields(config: unknown): Record<string, unknown> {
  const language = languagePart(config);
  const needed = new Set<string>();
  const watched = new Proxy(language, {
    get(fields, name) {
      if (typeof name === "string") needed.add(name);
      return Reflect.get(fields, name);
    },
    has(fields, name) {
      if (typeof name === "string") needed.add(name);
      return Reflect.has(fields, name);
    },
  });
  readArchitecture(watched);
  const entries = Object.entries(language);
  return Object.fromEntries(entries.filter(([name, value]) => needed.has(name) && value !== null));
}
