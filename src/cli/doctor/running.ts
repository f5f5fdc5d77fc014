import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finding, fail, ok, reasonOf, warn } from "./check.ts";

const TIME_LIMIT_MS = 5_000;

/** Asks the server that has the embedded store open what can be asked from outside. */
export async function checkRunningServer(folder: string, host: string, port: number): Promise<Finding[]> {
  const url = addressOf(folder) ?? `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/graphql`;
  const about = "running server";
  try {
    const health = await fetch(new URL("/health/ready", url), { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    if (health.status === 404) return [warn(about, `${url} answers, but is no server of this release`)];
    if (!health.ok) return [fail(about, `${url} is not ready (status ${health.status}). Its log says why.`)];
    const token = readToken(folder);
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: "{ runs(first: 1) { edges { cursor } } }" }),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    const { errors } = (await reply.json()) as { errors?: { message: string }[] };
    if (errors) return [warn(about, `${url} is ready, but answers a query with: ${errors[0]!.message}`)];
    return [ok(about, `${url} is ready and answers. Stop it to have what it stores checked too.`)];
  } catch (error) {
    return [
      fail(about, `The store is in use, and nothing answers at ${url}: ${reasonOf(error)}. Look for another process.`),
    ];
  }
}

/** The address that the holder of a store's folder has left there. */
function addressOf(folder: string): string | undefined {
  return readJson(join(folder, "server.json"))?.url;
}

function readJson(file: string): { url?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function readToken(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, "operate-token"), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
