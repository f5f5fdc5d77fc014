import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILT_IN_NAMES } from "../builtInNames.ts";
import { DECLARATION } from "../installedPlugins.ts";
import { lookAlikeOf } from "../lookAlikes.ts";
import type { RegisterEntry } from "./register.ts";

const SECONDS = 120;

/** What a package.json states; whatever a stranger wrote. */
export type StatedPackage = Record<string, unknown>;

/**
 * The package.json files of a repository at a commit, without running anything of it.
 *
 * @throws Error where the commit cannot be fetched.
 */
export function packageAt(repository: string, commit: string): StatedPackage[] {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-register-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "core.hooksPath=/dev/null", "-c", "credential.helper=", ...args], {
      encoding: "utf8",
      timeout: SECONDS * 1000,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GIT_TERMINAL_PROMPT: "0" },
      maxBuffer: 2 ** 26,
    });
  try {
    git("init", "--quiet");
    git("fetch", "--quiet", "--depth", "1", "--filter=blob:limit=1m", "--", repository, commit);
    const paths = git("ls-tree", "-r", "--name-only", "-z", commit).split("\0");
    const manifests = paths.filter((path) => /(?:^|\/)package\.json$/.test(path) && !path.includes("node_modules/"));
    return manifests.flatMap((path) => {
      try {
        return [JSON.parse(git("show", `${commit}:${path}`)) as StatedPackage];
      } catch {
        return [];
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What keeps a line of the register from standing for the packages of its repository, in words. */
export function faultsOfPackage({ name, license, kind }: RegisterEntry, packages: readonly StatedPackage[]): string[] {
  const found = packages.find((one) => one.name === name);
  if (!found) return [`no package.json of the repository at the commit has the name ${name}`];
  const faults: string[] = [];
  const { plugin } = (found.paretograph ?? {}) as { plugin?: unknown };
  if (plugin !== DECLARATION)
    faults.push(`its package.json does not declare "paretograph": { "plugin": "${DECLARATION}" }`);
  if (found.license !== license)
    faults.push(`its package.json states the licence ${JSON.stringify(found.license)}, and the line ${license}`);
  const { paretograph: peer } = (found.peerDependencies ?? {}) as { paretograph?: unknown };
  if (typeof peer !== "string") faults.push("its peerDependencies do not state the versions of paretograph");
  const own = name.replace(/^.*paretograph-plugin-/, "");
  const known: string[] = BUILT_IN_NAMES[kind as keyof typeof BUILT_IN_NAMES] ?? [];
  const other = known.includes(own) ? own : lookAlikeOf(own, known);
  if (other !== null) faults.push(`its name could be taken for the built-in ${other}`);
  return faults;
}
