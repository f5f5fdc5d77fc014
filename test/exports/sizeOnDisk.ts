import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The bytes of disk that a folder takes, as `du` counts them in blocks; what is in a `node_modules` in it only if `whole`. */
export function sizeOnDisk(folder: string, { whole = false } = {}): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ parentPath }) => whole || !`${parentPath.slice(folder.length)}/`.includes("/node_modules/"))
    .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).blocks * 512, 0);
}

/** The folders of the packages that npm installs beside the published package on this platform, by the lock file. */
export function installedBeside(): string[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.entries<{ dev?: boolean; peer?: boolean }>(packages)
    .filter(([folder, { dev, peer }]) => folder !== "" && !dev && !peer && existsSync(folder))
    .map(([folder]) => folder);
}
