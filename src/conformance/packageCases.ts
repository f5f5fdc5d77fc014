import { existsSync } from "node:fs";
import { join } from "node:path";
import { DECLARATION, manifestOf, requireDeclared } from "../plugins/installedPlugins.ts";
import type { Rule } from "./conformanceCase.ts";
import { type ConformanceCase, casesOf, quoted } from "./conformanceCase.ts";

const read = "docs/plugins/conformance.md#packages";

/** What the package of plugins must keep to. */
export const PACKAGE_RULES = {
  PACKAGE_NAME_NOT_FOUND: {
    area: "package",
    holds: "its name is paretograph-plugin-… or @scope/paretograph-plugin-…",
    why: "Packages of other names are not looked for: who installs it has to name it in paretograph.config.ts, too.",
    read,
    isAdvice: true,
  },
  PACKAGE_NOT_DECLARED: {
    area: "package",
    holds: `its package.json declares "paretograph": { "plugin": "${DECLARATION}" } and fits this version`,
    why: "A package that does not say that it brings plugins is not run.",
    read,
  },
  PEER_NOT_STATED: {
    area: "package",
    holds: "its peerDependencies state the versions of paretograph that it is made for",
    why: "Without them, a version that it cannot work with loads it all the same, and fails in the middle of a run.",
    read,
    isAdvice: true,
  },
  LICENCE_NOT_SAID: {
    area: "package",
    holds: "it states its licence, and has a README",
    why: "Nobody may use what has no licence, and nobody knows how to without a README.",
    read,
    isAdvice: true,
  },
} satisfies Record<string, Rule>;

/** The cases of the package in a folder. */
export function packageCases(folder: string): ConformanceCase[] {
  const manifest = manifestOf(folder);
  const name = manifest.name ?? folder;
  const add = casesOf(name, PACKAGE_RULES);
  return [
    add("PACKAGE_NAME_NOT_FOUND", () =>
      /^(?:@[^/]+\/)?paretograph-plugin-./.test(name) ? null : `Its name is ${quoted(name)}.`,
    ),
    add("PACKAGE_NOT_DECLARED", () => requireDeclared(name, folder)),
    add("PEER_NOT_STATED", () =>
      manifest.peerDependencies?.paretograph === undefined ? "Its peerDependencies do not have paretograph." : null,
    ),
    add("LICENCE_NOT_SAID", () => {
      if (typeof manifest.license !== "string") return "Its package.json has no license.";
      return existsSync(join(folder, "README.md")) ? null : "It has no README.md.";
    }),
  ];
}
