import { parseArgs } from "node:util";
import { killAtRandom } from "./kills/killAtRandom.ts";

// `npm run test:kills`: kills processes at random while runs are measured and submitted, and checks after each kill that
// nothing is lost, doubled or wrong. It ends with code 1 where an invariant does not hold.
const { values } = parseArgs({
  options: {
    postgres: { type: "string", default: "140" },
    pglite: { type: "string", default: "70" },
    seconds: { type: "string", default: "900" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);
const log = (line: string) => console.log(line);
console.log(`seed ${seed}`);
const begun = performance.now();
for (const [engine, kills] of [
  ["PostgreSQL", Number(values.postgres)],
  ["PGlite", Number(values.pglite)],
] as const) {
  const outcome = await killAtRandom(engine, { kills, seed, seconds, log });
  const { submissions, runs } = outcome.acknowledged;
  const counted = Object.entries(outcome.kills).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${engine}: killed ${counted.join(", ")}; all of ${submissions} submissions and ${runs} measured runs are right`,
  );
}
console.log(`It took ${Math.round((performance.now() - begun) / 1000)} seconds.`);
process.exit(0);
