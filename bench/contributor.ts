// The path of a contributor: every command of docs/plugins/tutorial.md, from an empty folder to a frontier that shows their
// benchmark, with the packages as `npm pack` writes them and a registry on loopback in place of the network. It prints the
// seconds of each command and those that the processors of this machine worked for it, as Linux counts them.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandsIn, Shell } from "../test/support/documentCommands.ts";
import { startPackageRegistry } from "../test/support/packageRegistry.ts";
import { packedPackage } from "../test/support/packedPackage.ts";

/** What the whole path may take of a machine. */
const MOST_SECONDS = 120;

/** The seconds of processors that ended child processes took: the 16th and 17th field, in hundredths of a second. */
function machineSeconds(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

const folder = mkdtempSync(join(tmpdir(), "paretograph-contributor-"));
const packed: { source: string; tarball: string }[] = [];
for (const source of [".", "packages/create-paretograph-plugin"]) {
  packed.push({ source, tarball: await packedPackage(folder, source) });
}
const registry = await startPackageRegistry(packed);
using shell = new Shell(registry.url);

const rows: [command: string, seconds: number, machine: number][] = [];
for (const command of commandsIn("docs/plugins/tutorial.md")) {
  const [begun, worked] = [performance.now(), machineSeconds()];
  const { code, output } = await shell.run(command);
  if (process.argv.includes("--show")) console.log(`$ ${command}\n${output}`);
  if (code !== 0) throw new Error(`"${command}" ended with ${code}: ${output}`);
  rows.push([command, (performance.now() - begun) / 1000, machineSeconds() - worked]);
}
await registry.close();
rmSync(folder, { recursive: true, force: true });

const sum = (place: 1 | 2) => rows.reduce((total, row) => total + row[place], 0);
console.log("| command | seconds | of processors |\n|---|---:|---:|");
for (const [command, seconds, machine] of rows) {
  console.log(`| \`${command}\` | ${seconds.toFixed(1)} | ${machine.toFixed(1)} |`);
}
console.log(`| all | ${sum(1).toFixed(1)} | ${sum(2).toFixed(1)} |`);
if (sum(2) > MOST_SECONDS) {
  console.error(`It took more than ${MOST_SECONDS} s of processors.`);
  process.exitCode = 1;
}
