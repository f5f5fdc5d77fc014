// Runs `node FILE ARGS…` on a Node that understands TypeScript. npm 11 and 12 put the packaged Node first on PATH; npm 10
// and direct calls do not, so this file (plain JS, readable by any Node) starts the packaged binary itself where needed.
import { spawn } from "node:child_process";
import module, { createRequire } from "node:module";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const NEEDED = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);

function packagedNode() {
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  try {
    return createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/${binary}`);
  } catch {
    console.error(
      `Paretograph needs Node ${NEEDED.join(".")} or later to run from its sources, and this is ${process.versions.node}. ` +
        `No packaged Node exists for ${process.platform}-${process.arch}: install Node 24 and run the command again.`,
    );
    process.exit(1);
  }
}

const args = process.argv.slice(2);
if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) {
  const [file, ...rest] = args;
  const path = resolve(file);
  process.argv = [process.argv[0], path, ...rest];
  // Compiled code is kept between starts, in the system's temporary folder: a third of a start is compiling.
  module.enableCompileCache?.();
  await import(pathToFileURL(path).href);
} else {
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), "node-compile-cache");
  const child = spawn(packagedNode(), args, { stdio: "inherit", env: { ...process.env, NODE_COMPILE_CACHE } });
  // A terminal sends Ctrl-C to both processes, `kill` only to this one: pass it on, and end as the child ends.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
