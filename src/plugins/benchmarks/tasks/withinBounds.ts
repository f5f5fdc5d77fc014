import { createContext, Script } from "node:vm";

const MILLISECONDS = 1000;
const script = new Script("work()");
const sandbox = createContext({});

/**
 * Does what runs templates and patterns of a task file, which may loop or search without end, for a second at most. It costs
 * about a tenth of a millisecond.
 *
 * @throws Error that says so where the second is over, and what the work throws.
 */
export function withinBounds<T>(work: () => T): T {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: MILLISECONDS });
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new Error(`it takes longer than ${MILLISECONDS / 1000} second`, { cause: error });
  }
}
