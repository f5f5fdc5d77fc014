import { homedir } from "node:os";
import { join } from "node:path";

/** The folder in which benchmarks keep fetched problems. All stores of a user share it. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "paretograph");
}
