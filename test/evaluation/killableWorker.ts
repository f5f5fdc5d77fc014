import { setTimeout as sleep } from "node:timers/promises";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import { openStore } from "../../src/store/store.ts";
import { toyPlugins } from "./toyPlugins.ts";

/** A worker in a process of its own, which the test kills. Its engine takes some milliseconds and fails at every seventh sum. */
const store = await openStore({ url: process.env.DATABASE_URL });
const toy = toyPlugins(async (request) => {
  await sleep(4 + Math.random() * 8);
  const [a] = request.messages[0]!.content.match(/\d+/g)!.map(Number);
  return a! % 7 === 0 ? { answer: "I do not know." } : {};
}, 500);
const queue = await openQueue(store);
const context = { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: () => {} };
await startWorker(context, queue, ["toy"]);
process.send!("working");
