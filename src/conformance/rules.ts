import { BENCHMARK_RULES } from "./benchmarkRules.ts";
import type { Rule } from "./conformanceCase.ts";
import { ESTIMATOR_RULES } from "./estimatorRules.ts";
import { IMPORTER_RULES } from "./importerRules.ts";
import { METRIC_RULES } from "./metricRules.ts";
import { PACKAGE_RULES } from "./packageCases.ts";
import { PLUGIN_RULES } from "./pluginRules.ts";
import { RUNNER_RULES } from "./runnerRules.ts";

/** Every rule of the kit by its code, those of all plugins first. */
export const RULES: Record<string, Rule> = {
  ...PLUGIN_RULES,
  ...PACKAGE_RULES,
  ...BENCHMARK_RULES,
  ...RUNNER_RULES,
  ...METRIC_RULES,
  ...ESTIMATOR_RULES,
  ...IMPORTER_RULES,
};

/** What a code means, why it matters and where to read more, in a few lines; undefined for a code that there is not. */
export function explained(code: string): string | undefined {
  const rule = RULES[code];
  if (!rule) return undefined;
  const breach = rule.isAdvice ? "A breach is a warning." : "A breach is a failure.";
  return [`${code} (${rule.area}): ${rule.holds}`, `Why it matters: ${rule.why}`, `Read: ${rule.read}`, breach].join(
    "\n",
  );
}
