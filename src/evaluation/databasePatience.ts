import { setTimeout as sleep } from "node:timers/promises";
import { type DatabaseFailure, failureOfDatabaseWork } from "../store/database/databaseFailure.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Repeats work on the database alone until it is done, waiting longer and longer while the database is away or has no
 * space. Throws every other failure at once, and the last one when `goOn` says false.
 */
export async function patiently<T>(work: () => Promise<T>, goOn: (failure: DatabaseFailure) => boolean): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      return await work();
    } catch (error) {
      const failure = failureOfDatabaseWork(error);
      if (!failure || !goOn(failure)) throw error;
      await sleep(wait);
    }
  }
}
