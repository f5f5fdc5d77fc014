// The packages of Node bring its C++ headers, 67 of 189 MB, which only the building of native modules needs. Nothing is built
// here. Where scripts of packages are not run, the headers stay and nothing else differs.
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

for (const target of ["linux-x64", "linux-arm64", "win-x64"]) {
  try {
    const description = createRequire(import.meta.url).resolve(`node-${target}/package.json`);
    rmSync(join(description, "..", "include"), { recursive: true, force: true });
  } catch {
    // npm installs the package of this platform alone.
  }
}
