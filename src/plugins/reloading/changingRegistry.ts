import type { PluginRegistry } from "../registry.ts";

/** A registry whose plugins can be put in place of others. Whoever holds something of the ones before keeps it. */
export function changingRegistry(first: PluginRegistry): {
  registry: PluginRegistry;
  change(next: PluginRegistry): void;
} {
  let current = first;
  return {
    registry: new Proxy(first, { get: (_, name) => Reflect.get(current, name) }),
    change(next) {
      current = next;
    },
  };
}
