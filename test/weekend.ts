import { parseArgs } from "node:util";
import { CHARACTERS } from "./weekend/characters.ts";
import { spendWeekend } from "./weekend/weekend.ts";

// `npm run test:weekend`: twenty models on five benchmarks in three ways of thinking, measured by four workers at engines
// that misbehave, while workers are killed and the database is restarted. It ends with code 1 where anything is wrong.
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "24" },
    every: { type: "string", default: "12" },
    seconds: { type: "string", default: "1200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    models: { type: "string", default: Object.keys(CHARACTERS).join() },
    benchmarks: { type: "string", default: "5" },
    ways: { type: "string", default: "0,1,2" },
    problems: { type: "string", default: "6" },
    restarts: { type: "string", default: "2" },
  },
});
console.log(`seed ${values.seed}`);
const begun = performance.now();
const passed = () => `${Math.round((performance.now() - begun) / 1000)} s`;
const { wrong, statuses, asked, mostAgain, mostGiven, kills } = await spendWeekend({
  models: values.models.split(","),
  benchmarks: Number(values.benchmarks),
  ways: values.ways.split(",").map(Number),
  problems: Number(values.problems),
  workers: ["0-1", "2-3", "4-5", "6-7"],
  kills: Number(values.kills),
  everySeconds: Number(values.every),
  databaseRestarts: Number(values.restarts),
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  log: (line) => console.log(`${passed()}: ${line}`),
});
for (const sentence of wrong) console.log(sentence);
console.log(
  `${passed()}, ${kills} workers killed: ${JSON.stringify(statuses)}. Of ${asked.asked} requests ${asked.failed} failed by ` +
    `the script, ${asked.again} (of ${mostAgain} allowed) came again for an answer that had not failed, and ` +
    `${asked.givenAgain} (of ${mostGiven}) for one that had been given.`,
);
process.exit(wrong.length > 0 ? 1 : 0);
