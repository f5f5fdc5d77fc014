import { SETTING_NAMES } from "../settings.ts";
import { type Finding, ok, warn } from "./check.ts";

/** The variables that are read beside the settings, and what for. Those of OpenTelemetry begin with `OTEL_`. */
export const OTHER_VARIABLES = ["HF_TOKEN", "HF_ENDPOINT", "HF_HOME", "XDG_CACHE_HOME"];

/** Looks for names in the environment that look like ours and are not read, such as `METRIC_PORT`. */
export function checkEnvironment(environment: NodeJS.ProcessEnv): Finding[] {
  const known = [...SETTING_NAMES, ...OTHER_VARIABLES];
  const findings = Object.keys(environment)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((one) => resembles(name, one));
      return meant ? [warn("environment", `${name} is not read. If ${meant} is meant, rename it.`)] : [];
    });
  return findings.length > 0 ? findings : [ok("environment", "no variable looks misspelt")];
}

/** Checks that a token for Hugging Face is there, without which gated data can't be fetched. */
export function checkHubToken({ HF_TOKEN }: NodeJS.ProcessEnv): Finding {
  if (!HF_TOKEN) return ok("Hugging Face", "HF_TOKEN is not set: gated benchmarks, such as GPQA, can't be fetched");
  return /^hf_\w{20,}$/.test(HF_TOKEN)
    ? ok("Hugging Face", "HF_TOKEN is set")
    : warn("Hugging Face", "HF_TOKEN does not look like a token, which begins with hf_. Copy it again.");
}

/** Whether a name is another but for its case, its underscores, a prefix of ours, or one or two letters. */
function resembles(name: string, known: string): boolean {
  const bare = (text: string) => text.toUpperCase().replaceAll(/^PARETOGRAPH|_/g, "");
  if (bare(name) === bare(known)) return true;
  return known.length >= 6 && distance(name, known) <= (known.length >= 9 ? 2 : 1);
}

/** The number of letters to insert, drop or change that lead from one word to the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
