import { handleUncaughtErrors } from "../../src/cli/uncaughtErrors.ts";

// A process with one rejection that nothing awaits: as the driver of the database leaves one, or any other.
handleUncaughtErrors();
const query = process.argv[2] === "driver" ? "select b.oid from pg_catalog.pg_type a" : "select 1";
void Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", query }));
setTimeout(() => console.log("still here"), 200);
