// The thread that ends the process of a session with all that it launched: when it takes too much memory, and when the
// process that started it was killed. The plugin can hold up the other thread for ever.
import { workerData } from "node:worker_threads";
import { endLaunch } from "./endLaunch.ts";

export interface GuardedSession {
  mark: string;
  /** Bytes. */
  mostMemory: number;
  /** The process that started it. */
  parent: number;
}

const { mark, mostMemory, parent } = workerData as GuardedSession;
setInterval(() => {
  if (process.ppid !== parent || process.memoryUsage.rss() > mostMemory) endLaunch(mark);
}, 100);
