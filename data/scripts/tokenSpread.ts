// Derives data/token-spread.json from the bundled samples: node data/scripts/tokenSpread.ts
import { writeFileSync } from "node:fs";
import { listBundledLabs, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";
import { spentTokens } from "../../src/recording/spentTokens.ts";
import { type AnswerClass, classOf, SPREAD_FILE, type SpreadTable } from "../../src/store/tokenSpread.ts";

/** With fewer answers the spread of their lengths is mostly chance. */
const FEWEST = 20;

/** The coefficient of variation of a model is the root mean square over its runs, that of a class the mean over its models. */
export function deriveSpread(): SpreadTable {
  const runs = listBundledLabs().flatMap((lab) => (lab === "paretograph" ? [] : readBundledRuns(lab)));
  const measured = runs.flatMap(({ model, mode, samples = [] }) => {
    const lengths = samples.flatMap((sample) => spentTokens(sample) ?? []);
    const tokens = mean(lengths);
    if (lengths.length < FEWEST || tokens === 0) return [];
    const variance = mean(lengths.map((length) => (length - tokens) ** 2));
    const countsReasoning = samples.some(({ reasoningTokens }) => (reasoningTokens ?? 0) > 0);
    return [{ model, answers: classOf({ mode, tokens, countsReasoning }), square: variance / tokens ** 2 }];
  });
  const models: SpreadTable["models"] = {};
  for (const [model, own] of [...Map.groupBy(measured, (run) => run.model)].sort()) {
    const byClass = Map.groupBy(own, ({ answers }) => answers);
    models[model] = Object.fromEntries(
      [...byClass].sort().map(([name, some]) => [name, rounded(Math.sqrt(mean(some.map(({ square }) => square))))]),
    );
  }
  const typical = (name: AnswerClass) => rounded(mean(Object.values(models).flatMap((own) => own[name] ?? [])));
  return { classes: { reasoning: typical("reasoning"), plain: typical("plain") }, models };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number) => Math.round(1000 * value) / 1000;

if (import.meta.main) writeFileSync(SPREAD_FILE, `${JSON.stringify(deriveSpread(), null, 2)}\n`);
