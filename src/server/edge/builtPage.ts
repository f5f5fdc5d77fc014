import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { packageFolder } from "../../store/database/packageFolder.ts";

/** The page as `web/build/buildPage.ts` writes it, from the sources in `web/`. */
export interface BuiltPage {
  /** The names of the files that its document loads. */
  script: string;
  style: string;
  icon: string;
  /** The contents of all files by name. Each name holds a hash of its contents. */
  files: Record<string, string>;
}

const LARGEST = 16 * 1024 * 1024;

let built: Promise<BuiltPage> | undefined;

/**
 * The page that the package brings. A clone has none: there a process of its own builds it from `web/`, once, so that the
 * bundler takes no memory of the server.
 *
 * @throws Error if there is neither, as in a clone without its development packages. The next call tries again.
 */
export function builtPage(): Promise<BuiltPage> {
  built ??= read();
  built.catch(() => {
    built = undefined;
  });
  return built;
}

async function read(): Promise<BuiltPage> {
  if (!import.meta.filename.endsWith(".ts")) {
    return JSON.parse(await readFile(packageFolder("dist/page.json"), "utf8"));
  }
  const build = packageFolder("web/build/buildPage.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [build], { maxBuffer: LARGEST });
  return JSON.parse(stdout);
}
