/**
 * Stands in for an engine: writes a log, opens its port late, answers every path with 503 and later with 200, and has
 * children that are hard to end. STUB describes its behaviour as JSON; the ids of all its processes go to the file
 * STUB_PIDS.
 */
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

interface Part {
  /** Milliseconds until the port opens, and from then until it is ready. */
  opensAfter?: number;
  readyAfter?: number;
  /** Ends with this code instead of opening the port. */
  fails?: number;
  /** Ends by this signal instead of opening the port. */
  diesBy?: NodeJS.Signals;
  ignoresSignals?: boolean;
  /** Milliseconds from SIGTERM to its end, when it notes in the file STUB_END whether its children were still there. */
  endsSlowly?: number;
  /** Opens its port or fails once it has this many processes. */
  family?: number;
  /** Milliseconds from readiness until it ends by itself. */
  endsAfter?: number;
  children?: { ignoresSignals?: boolean; ownSession?: boolean; children?: Part["children"] }[];
}

const part: Part & { isChild?: boolean } = JSON.parse(process.env.STUB ?? "{}");
if (process.env.STUB_PIDS) appendFileSync(process.env.STUB_PIDS, `${process.pid}\n`);
if (!part.isChild) console.log(`\u001b[36margv\u001b[0m ${JSON.stringify(process.argv.slice(2))}\n`);
if (part.ignoresSignals) for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
const children = (part.children ?? []).map(({ ownSession, ...child }) =>
  spawn(process.execPath, [import.meta.filename], {
    detached: ownSession ?? false,
    stdio: "inherit",
    env: { ...process.env, STUB: JSON.stringify({ ...child, isChild: true }) },
  }),
);
if (part.endsSlowly !== undefined) {
  process.on("SIGTERM", async () => {
    await delay(part.endsSlowly);
    const inGoodOrder = children.every(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    writeFileSync(process.env.STUB_END!, inGoodOrder ? "in good order" : "after its children");
    process.exit();
  });
}
if (part.isChild) {
  setInterval(() => {}, 1000);
} else {
  await delay(part.opensAfter ?? 0);
  while (part.family && readFileSync(process.env.STUB_PIDS!, "utf8").split("\n").length <= part.family) await delay(20);
  if (part.fails !== undefined) {
    for (let line = 1; line <= 40; line++) console.error(`line ${line}`);
    console.error("ValueError: the model does not fit");
    process.exit(part.fails);
  }
  if (part.diesBy) {
    process.kill(process.pid, part.diesBy);
    await delay(10_000);
  }
  const opened = Date.now();
  const isReady = () => Date.now() - opened >= (part.readyAfter ?? 0);
  const server = createServer(({ url }, response) => {
    if (url !== "/health") console.log(`asked for ${url}`);
    response.writeHead(isReady() ? 200 : 503).end();
  });
  const port = Number(process.argv[process.argv.indexOf("--port") + 1]);
  server.listen(port, "127.0.0.1", () => console.log("listens"));
  if (part.endsAfter) setTimeout(() => process.exit(3), part.endsAfter + (part.readyAfter ?? 0));
}
