// npm runs this after `npm ci` and before it packs. What is prepared here is made at the first start where it is missing, so
// that an installation never fails for it. Plain JS, so that any Node reads it.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(process.execPath, ["tools/node/run.js", "tools/prepareDatabase.ts"], { stdio: "inherit" });
if (status !== 0)
  console.error("No empty database was prepared: the first start makes it, and takes some seconds longer.");
