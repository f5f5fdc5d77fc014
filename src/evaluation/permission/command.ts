import type { Principal } from "../../access/principal.ts";

/**
 * The caller who runs a command on the machine itself. It may do what an operator may, and its runs may read any file that
 * its user can read.
 */
export const COMMAND: Principal = { id: "command", scope: "operate", lab: null };
