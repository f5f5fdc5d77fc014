import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { printable } from "../../errors/printable.ts";
import { RequestError } from "../../errors/requestError.ts";
import { secretMask } from "../../server/observation/secrets.ts";
import { packageFolder } from "../../store/database/packageFolder.ts";
import { openStore, type Store } from "../../store/store.ts";
import { CommandError, readSettings, type Settings } from "../settings.ts";
import { type Finding, fail, ok, reasonOf, warn } from "./check.ts";
import { checkStore } from "./database.ts";
import { checkEnvironment, checkHubToken } from "./environment.ts";
import { checkFolder, checkNode, checkPort, checkTokenFile } from "./machine.ts";
import { checkEngines, checkPlugins } from "./plugins.ts";
import { checkRunningServer } from "./running.ts";

/** `paretograph doctor`: checks what a server needs. */
export function declare(command: Command): void {
  command.option("--json", "print the findings as JSON").action(doctor);
}

/** Prints a line for each finding, and ends with exit code 1 if one of them is a failure. */
async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const findings = (await examine(process.env)).map(shown);
  if (json) console.log(JSON.stringify(findings, null, 2));
  else for (const { status, about, message } of findings) console.log(`${status.padEnd(4)}  ${about}: ${message}`);
  // A database that hangs may hold a connection open, which must not keep this process alive.
  setImmediate(() => process.exit(findings.some(({ status }) => status === "fail") ? 1 : 0));
}

function shown({ message, ...finding }: Finding): Finding {
  return { ...finding, message: printable(secretMask(process.env)(message)).replaceAll("\n", " ") };
}

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const first = [checkNode(process.versions.node), ...checkEnvironment(environment)];
  let settings: Settings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [...first, fail("settings", error.message)];
  }
  return [
    ...first,
    ok("settings", "all can be used"),
    ...checkFolder(settings.dataFolder),
    checkTokenFile(settings.dataFolder),
    await checkPort("HOST and PORT", settings.host, settings.port),
    ...(settings.metrics ? [await checkPort("metrics", settings.metrics.host, settings.metrics.port)] : []),
    ...(await examineStore(settings)),
    ...(await checkPlugins(process.cwd())),
    ...(await checkEngines(process.cwd())),
    checkHubToken(environment),
  ];
}

const TIME_LIMIT_MS = 20_000;

/** Opens the store on a server, unless that hangs. */
async function openInTime(url: string): Promise<Store> {
  const limit = new AbortController();
  const late = setTimeout(TIME_LIMIT_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${TIME_LIMIT_MS / 1000} seconds`);
  });
  try {
    return await Promise.race([openStore({ url }), late]);
  } finally {
    limit.abort();
    late.catch(() => {});
  }
}

async function examineStore({ databaseUrl, dataFolder, host, port }: Settings): Promise<Finding[]> {
  let store: Store;
  try {
    store = databaseUrl ? await openInTime(databaseUrl) : await openStore({ folder: dataFolder });
  } catch (error) {
    if (error instanceof RequestError && error.code === "STORE_IN_USE") {
      return checkRunningServer(dataFolder, host, port);
    }
    const advice = databaseUrl ? "Check DATABASE_URL and that the database runs." : "Check DATA_DIR.";
    return [fail("database", `It can't be opened: ${reasonOf(error)}. ${advice}`)];
  }
  try {
    const journal = JSON.parse(readFileSync(packageFolder("migrations/meta/_journal.json"), "utf8"));
    return await checkStore(store, journal.entries.at(-1).when);
  } catch (error) {
    return [warn("database", `It can't be checked whole: ${reasonOf(error)}.`)];
  } finally {
    await store.close();
  }
}
