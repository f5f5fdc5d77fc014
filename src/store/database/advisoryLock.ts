import postgres from "postgres";
import { createSockets } from "./postgresSockets.ts";

/** The first of the two numbers that identify each advisory lock of this package. */
const LOCKS = 1_735_289_203;
const TRIAL_MS = 15_000;

/**
 * Takes an advisory lock in a session of its own: if the process ends, the session ends and the lock with it. Null if
 * another session holds it. `onLost` is called if the session ends before the lock is released: another may take it then.
 */
export async function tryAdvisoryLock(
  url: string,
  key: number,
  onLost: () => void,
): Promise<(() => Promise<void>) | null> {
  const sockets = createSockets(TRIAL_MS);
  let held = false;
  const session = postgres(url, {
    ...{ max: 1, idle_timeout: 0, max_lifetime: null, fetch_types: false, connect_timeout: 10, onnotice: () => {} },
    ...({ socket: sockets.open } as object),
    // The server notices sooner that this machine is gone, and gives the lock to another.
    connection: { tcp_keepalives_idle: 30, tcp_keepalives_interval: 10, tcp_keepalives_count: 3 },
    onclose: () => {
      if (!held) return;
      held = false;
      onLost();
    },
  });
  const trial = setInterval(() => {
    if (held) session`select 1`.catch(() => {});
  }, TRIAL_MS);
  trial.unref();
  const end = async () => {
    held = false;
    clearInterval(trial);
    await session.end({ timeout: 1 });
    sockets.destroy();
  };
  try {
    const [row] = await session`select pg_try_advisory_lock(${LOCKS}, ${key}) as taken`;
    if (row!.taken) {
      held = true;
      return end;
    }
  } catch (error) {
    await end();
    throw error;
  }
  await end();
  return null;
}
