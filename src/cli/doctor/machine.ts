import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { type Finding, fail, ok, warn } from "./check.ts";

const NEEDED_NODE = [22, 18];
/** Below these, writes will soon fail, or may before long. */
const LEAST_FREE = 200 * 1024 ** 2;
const LITTLE_FREE = 2 * 1024 ** 3;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > NEEDED_NODE[0]! || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]!);
  if (!isNew) return fail("Node", `${version} is older than ${NEEDED_NODE.join(".")}. Install Node 24.`);
  return major % 2 === 1 ? warn("Node", `${version} gets no long support. Install Node 24.`) : ok("Node", version);
}

/** Checks that a folder can be written, or made, and that its disk has room. */
export function checkFolder(folder: string): Finding[] {
  let at = resolve(folder);
  while (!existsSync(at)) at = dirname(at);
  if (!statSync(at).isDirectory()) return [fail("DATA_DIR", `${at} is a file. Set DATA_DIR to a folder.`)];
  try {
    accessSync(at, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [
      fail("DATA_DIR", `${at} can't be written by this user. Change its owner, or set DATA_DIR to another folder.`),
    ];
  }
  const { bavail, bsize } = statfsSync(at);
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB are free`;
  const space =
    free < LEAST_FREE
      ? fail("disk", `${text} at ${folder}. Make room: writes are about to fail.`)
      : free < LITTLE_FREE
        ? warn("disk", `${text} at ${folder}. Make room before runs with many samples are stored.`)
        : ok("disk", text);
  return [ok("DATA_DIR", at === resolve(folder) ? `${folder} can be written` : `${folder} will be made`), space];
}

/** The file in which a server leaves a token for its own user's commands must be readable by that user alone. */
export function checkTokenFile(folder: string): Finding {
  const file = join(folder, "operate-token");
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) return ok("token file", "there is none yet: a server writes it when it starts");
  const mode = (status.mode & 0o777).toString(8).padStart(4, "0");
  return (status.mode & 0o077) === 0
    ? ok("token file", `only its owner can read it (${mode})`)
    : fail("token file", `${file} has mode ${mode}: others can read it. Restart the server, which replaces the token.`);
}

/** Checks that an address can be listened on. */
export function checkPort(about: string, host: string, port: number): Promise<Finding> {
  return new Promise((resolveWith) => {
    const probe = createServer();
    probe.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (code === "EADDRINUSE")
        resolveWith(warn(about, `${host}:${port} is taken, perhaps by a server that runs already`));
      else resolveWith(fail(about, `${host}:${port} can't be listened on: ${message}. Set another host or port.`));
    });
    probe.listen(port, host, () => probe.close(() => resolveWith(ok(about, `${host}:${port} is free`))));
  });
}
