import { followLaunch, signalAll } from "../../../processes/processTree.ts";

/** Ends this process with all the processes that it launched. */
export function endLaunch(mark: string): void {
  signalAll(followLaunch(process.pid, mark)(), "SIGKILL");
  process.kill(process.pid, "SIGKILL");
}
