// Everything that must hold before a change lands: types, lint and format, then all tests. Plain JS, so that it runs on
// the packaged Node under any npm.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const steps = [
  ["types", "typescript/bin/tsc"],
  ["types of the page", "typescript/bin/tsc", "-p", "web"],
  ["lint and format", "@biomejs/biome/bin/biome", "check", "."],
  ["tests", "vitest/vitest.mjs", "run", ...process.argv.slice(2)],
];

for (const [name, file, ...args] of steps) {
  const [, scope, rest] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file);
  const path = `${require.resolve(`${scope}/package.json`).replace(/package\.json$/, "")}${rest}`;
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [path, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
