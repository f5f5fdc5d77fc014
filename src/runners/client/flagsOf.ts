import type { EngineIdentity } from "../../plugins/contract/runner.ts";

/** The settings of these names that an engine states, without those that it leaves empty or that are no single values. */
export function flagsOf(settings: Record<string, unknown>, names: readonly string[]): EngineIdentity["flags"] {
  const flags: NonNullable<EngineIdentity["flags"]> = {};
  for (const name of names) {
    const value = settings[name];
    if (typeof value === "string" && value !== "") flags[name] = value.slice(0, 500);
    if (typeof value === "number" || typeof value === "boolean") flags[name] = value;
  }
  return Object.keys(flags).length === 0 ? null : flags;
}

/** A name that an engine states; null where it states none. */
export const nameIn = (value: unknown) =>
  typeof value === "string" && value !== "" && !/^(none|null)$/i.test(value) ? value.slice(0, 200) : null;
