import { setTimeout as sleep } from "node:timers/promises";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import { recordRuns } from "../../src/recording/record.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { toyPlugins } from "../evaluation/toyPlugins.ts";
import { countUnfinished, findViolations, PROBLEMS } from "./invariants.ts";
import type { HostMessage, HostReply } from "./messages.ts";

/**
 * A process that the test kills: it stores what is submitted, queues runs, and measures them, or a part of that. The test
 * sends it messages, and each reply says that something is done for good.
 */
const { ROLE = "all", STORE_URL, STORE_FOLDER } = process.env;
const store = await openStore(STORE_URL ? { url: STORE_URL } : { folder: STORE_FOLDER });
const reply = (message: HostReply) => process.send!(message);
const toy = toyPlugins(async (request) => {
  await sleep(2 + Math.random() * 4);
  const [a] = request.messages[0]!.content.match(/\d+/g)!.map(Number);
  return a! % 7 === 0 ? { answer: "I do not know." } : {};
}, PROBLEMS);
const queue = await openQueue(store);
const evaluation = await createEvaluation(store, queue, toy.plugins);
if (ROLE !== "server") {
  await startWorker({ store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: () => {} }, queue, ["toy"]);
}

process.on("message", async (message: HostMessage) => {
  try {
    if ("submit" in message) {
      const [hash] = await recordRuns(store, [runSubmission.parse(message.submit)]);
      reply({ id: message.id, hash: hash! });
    } else if ("start" in message) {
      const [run] = await evaluation.startRuns(message.start, COMMAND);
      reply({ id: message.id, run: run! });
    } else {
      const { check, id } = message;
      reply({ id, violations: await findViolations(store, check), unfinished: await countUnfinished(store, check) });
    }
  } catch (error) {
    reply({ id: message.id, error: String(error) });
  }
});
// A test that is gone leaves no process behind.
process.on("disconnect", () => process.exit());
reply({ ready: true });
