import { registerHooks } from "node:module";

const PLUGIN = new URL("../../src/exports/plugin.ts", import.meta.url).href;

/** The packages of examples/ import `paretograph/plugin` as an outsider does. In the tests they get the sources. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "paretograph/plugin") return { url: PLUGIN, format: "module-typescript", shortCircuit: true };
    return next(specifier, context);
  },
});
