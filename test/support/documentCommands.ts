import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** The commands of a document: the lines of its blocks of `sh`, in their order. */
export function commandsIn(document: string): string[] {
  return [...readFileSync(document, "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    block!.split("\n").filter((line) => line.trim() !== ""),
  );
}

/** What a command did. */
export interface Done {
  command: string;
  code: number;
  /** What it printed, to both outputs. */
  output: string;
}

/**
 * A shell in an empty folder, as somebody has it who follows a document. A folder that a command goes into is kept, and npm
 * asks the registry at the address alone.
 */
export class Shell {
  readonly home = mkdtempSync(join(tmpdir(), "paretograph-tutorial-"));
  #at = this.home;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(registry: string) {
    const { DATA_DIR: _, DATABASE_URL: _url, ...inherited } = process.env;
    this.#environment = {
      ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^npm_/i.test(name))),
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      npm_config_registry: registry,
      npm_config_cache: join(this.home, ".npm-cache"),
      npm_config_userconfig: join(this.home, ".npmrc"),
      npm_config_update_notifier: "false",
    };
  }

  async run(command: string): Promise<Done> {
    const place = join(this.home, ".place");
    const child = spawn("sh", ["-c", `${command}\ncode=$?; pwd > "${place}"; exit $code`], {
      cwd: this.#at,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        output += text;
      });
    }
    const [code] = await once(child, "close");
    this.#at = readFileSync(place, "utf8").trim();
    return { command, code: code ?? 1, output };
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
