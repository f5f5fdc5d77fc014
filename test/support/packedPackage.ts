import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * The tarball that `npm pack` writes of a package of this repository. The first who asks packs it, and the others wait: to
 * pack takes a minute on a busy machine, and two at once would build into one folder.
 *
 * @param into a folder that all who ask for the same tarball share.
 * @param source the folder of the package, from that of the repository.
 */
export async function packedPackage(into: string, source = "."): Promise<string> {
  const folder = join(into, source.replace(/\W/g, "-"));
  const [lock, failure, unfinished] = [`${folder}.lock`, `${folder}.failed`, `${folder}.unfinished`];
  try {
    writeFileSync(lock, "", { flag: "wx" });
  } catch {
    while (!existsSync(folder)) {
      if (existsSync(failure)) throw new Error(`${source} could not be packed: ${readFileSync(failure, "utf8")}`);
      await sleep(200);
    }
    return tarballIn(folder);
  }
  try {
    mkdirSync(unfinished);
    const shell = process.platform === "win32";
    await run("npm", ["pack", "--pack-destination", unfinished], { cwd: source, shell, maxBuffer: 2 ** 26 });
    renameSync(unfinished, folder);
  } catch (error) {
    writeFileSync(failure, String(error));
    throw error;
  }
  return tarballIn(folder);
}

const tarballIn = (folder: string) => join(folder, readdirSync(folder).find((file) => file.endsWith(".tgz"))!);
