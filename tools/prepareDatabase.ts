// Prepares an empty embedded database with its tables, with which first starts and tests begin instead of making it anew.
import { existsSync } from "node:fs";
import { openDatabase } from "../src/store/database/openDatabase.ts";
import { preparedFile, writePrepared } from "../src/store/database/preparedDatabase.ts";

if (!existsSync(preparedFile())) {
  const database = await openDatabase({}, async () => {});
  const { connection } = database;
  if (!("pglite" in connection)) throw new Error("The embedded database has no PGlite.");
  await writePrepared(await connection.pglite.dumpDataDir("none"));
  await database.close();
}
