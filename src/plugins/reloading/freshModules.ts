import { registerHooks } from "node:module";

/**
 * Lets modules be imported anew, which Node otherwise keeps for good: from each `renew` on, an import of a file in these
 * folders gets a version of its own, with all that it imports of them. What was imported before stays as it is.
 */
export function freshModules(): { renew(folders: readonly string[]): void; end(): void } {
  let version = 0;
  let renewed: readonly string[] = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isRenewed =
        version > 0 &&
        !resolved.url.includes("?") &&
        renewed.some(
          (folder) => resolved.url.startsWith(folder) && !resolved.url.slice(folder.length).includes("/node_modules/"),
        );
      return isRenewed ? { ...resolved, url: `${resolved.url}?version=${version}` } : resolved;
    },
  });
  return {
    renew(folders) {
      version++;
      renewed = folders;
    },
    end: () => hooks.deregister(),
  };
}
