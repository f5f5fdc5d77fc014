import { readOperateToken } from "../../access/operateToken.ts";
import { readHolder } from "../../store/database/folderLock.ts";
import { type Finding, fail, ok, reasonOf, warn } from "./check.ts";

const TIME_LIMIT_MS = 5_000;

/** Asks the server that has the embedded store open what can be asked from outside. */
export async function checkRunningServer(folder: string, host: string, port: number): Promise<Finding[]> {
  const url = readHolder(folder)?.url ?? `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
  const about = "running server";
  try {
    const health = await fetch(new URL("/health/ready", url), { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    if (health.status === 404) return [warn(about, `${url} answers, but is no server of this release`)];
    if (!health.ok) return [fail(about, `${url} is not ready (status ${health.status}). Its log says why.`)];
    const token = await readOperateToken(folder);
    const reply = await fetch(new URL("/graphql", url), {
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
