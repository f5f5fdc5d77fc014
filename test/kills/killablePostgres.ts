import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type RunningPostgres, startEmbeddedPostgres } from "../support/embeddedPostgres.ts";

export interface KillablePostgres extends RunningPostgres {
  /** Kills its main process and, as an operating system may, some or all of its others; then starts it again. */
  killAndStart(all: boolean): Promise<void>;
  /** Kills one of the processes that serve a connection, upon which it ends all others and recovers. */
  killBackend(): Promise<void>;
}

export async function startKillablePostgres(): Promise<KillablePostgres> {
  const server = await startEmbeddedPostgres({ fsync: "off" });
  const kill = (pid: number) => {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  return {
    ...server,
    async killAndStart(all) {
      const main = server.pid();
      const others = childrenOf(main);
      kill(main);
      if (all) others.forEach(kill);
      await server.startAgain();
    },
    async killBackend() {
      const admin = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => {} });
      const rows = await admin`select pid from pg_stat_activity where backend_type = 'client backend'
                               and pid <> pg_backend_pid() order by random() limit 1`.catch(() => []);
      await admin.end({ timeout: 1 });
      for (const { pid } of rows) kill(pid);
      await sleep(50);
    },
  };
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => {
      try {
        return Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${child}/stat`, "utf8"))![1]) === pid;
      } catch {
        return false;
      }
    });
}
