// What the package publishes is compiled and copied from the repository, so that it has the same templates as the command.
import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const here = import.meta.dirname;
const root = join(here, "../..");
for (const name of ["dist", "templates", "LICENSE"]) rmSync(join(here, name), { recursive: true, force: true });
cpSync(join(root, "templates"), join(here, "templates"), { recursive: true });
cpSync(join(root, "LICENSE"), join(here, "LICENSE"));
const compiler = join(dirname(createRequire(join(root, "package.json")).resolve("typescript/package.json")), "bin/tsc");
execFileSync(process.execPath, [compiler, "-p", join(here, "tsconfig.json")], { stdio: "inherit" });
