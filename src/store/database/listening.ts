import postgres from "postgres";
import { createSockets } from "./postgresSockets.ts";

/** Follows channels of a PostgreSQL on a connection of its own, which is opened anew whenever it is lost. */
export interface Listening {
  /**
   * Calls `onNotify` for each notification. Calls `onMissed` when notifications may have been missed: the connection was
   * lost and is back. Resolves once it listens.
   */
  follow(channel: string, onNotify: (payload: string) => void, onMissed: () => void): Promise<void>;
  close(): Promise<void>;
}

interface Follower {
  channel: string;
  onNotify(payload: string): void;
  onMissed(): void;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/**
 * The connection is tried this often, since one that broke silently would never report anything. To listen again changes
 * nothing where it listens already.
 */
const TRIAL_MS = 15_000;

export function createListening(url: string): Listening {
  const followers: Follower[] = [];
  const sockets = createSockets(TRIAL_MS);
  let closed = false;
  let wait = FIRST_WAIT_MS;
  let isListening = false;

  // postgres.js has a `listen` of its own, which gives up for good where the first attempt to connect again fails.
  const session = postgres(url, {
    ...{ max: 1, idle_timeout: 0, max_lifetime: null, fetch_types: false, connect_timeout: 10, onnotice: () => {} },
    ...({ socket: sockets.open } as object),
    onclose: () => {
      if (isListening) void listenAgain();
    },
    ...({
      onnotify: (channel: string, payload: string) => {
        for (const follower of followers) if (follower.channel === channel) follower.onNotify(payload);
      },
    } as object),
  });
  const listen = (channels: string[]) =>
    session.unsafe(channels.map((channel) => `listen "${channel.replaceAll('"', '""')}"`).join("; "));

  const listenToAll = () => listen([...new Set(followers.map(({ channel }) => channel))]);

  const listenAgain = async () => {
    isListening = false;
    while (!closed) {
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      try {
        if (closed) return;
        await listenToAll();
        isListening = true;
        wait = FIRST_WAIT_MS;
        for (const follower of followers) follower.onMissed();
        return;
      } catch {
        // The database is still away.
      }
    }
  };
  const trial = setInterval(() => {
    if (isListening) listenToAll().catch(() => {});
  }, TRIAL_MS);
  trial.unref();

  return {
    async follow(channel, onNotify, onMissed) {
      followers.push({ channel, onNotify, onMissed });
      await listen([channel]);
      isListening = true;
    },
    async close() {
      closed = true;
      clearInterval(trial);
      await session.end({ timeout: 1 });
      sockets.destroy();
    },
  };
}
