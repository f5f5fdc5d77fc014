import { benchmarkPath, frontierPath, labPath, modelPath, runPath } from "../address/paths.ts";
import { PROVENANCES } from "../data/provenances.ts";
import { Facts } from "../parts/Facts.tsx";
import { Outside } from "../parts/Outside.tsx";
import { timeInWords } from "../parts/time.ts";
import type { ShownRun } from "./readRun.ts";

const ASSURANCES: Record<NonNullable<ShownRun["assurance"]>, string> = {
  SELF_ATTESTED: "measured by itself",
  THIRD_PARTY: "measured without a share in the model",
  REPRODUCED: "measured again by itself with the same result",
};

/** What was asked, how it was served and graded, where it comes from, and what labs sign of it. */
export function RunFacts({ run }: { run: ShownRun }) {
  const { model, mode, benchmark, lab, serving, decoding, countersignatures, identity } = run;
  const engine = run.runner ?? serving.engine;
  return (
    <div class="fact-columns">
      <section aria-label="What was asked">
        <h3>What was asked</h3>
        <Facts
          facts={[
            ["Model", <a href={modelPath(model.slug)}>{model.name}</a>],
            ["Mode", mode],
            ["Benchmark", <a href={benchmarkPath(benchmark.slug)}>{benchmark.name}</a>],
            [
              "Frontier",
              <a href={frontierPath(benchmark.slug, { point: `${model.slug}|${mode}` })}>where it stands</a>,
            ],
            ["Protocol", run.protocol && <code>{run.protocol}</code>],
            ["Grader", run.grader],
            ...namedValues(decoding),
            ["Problems", count(run.problemCount)],
            ["Answers", count(run.sampleCount)],
          ]}
        />
      </section>
      <section aria-label="How it was served">
        <h3>How it was served</h3>
        <Facts
          facts={[
            ["Engine", engine && [engine, run.runnerVersion].filter(Boolean).join(" ")],
            ["Provider", serving.provider],
            ["Version served", serving.version],
            [
              "Accelerator",
              run.hardware && `${run.hardwareCount ? `${run.hardwareCount} × ` : ""}${run.hardware.name}`,
            ],
            ["Weights", serving.precision],
            ["KV cache", serving.cachePrecision],
            ["Effort", serving.effort],
            ...namedValues(run.deployment),
          ]}
        />
      </section>
      <section aria-label="Where it comes from">
        <h3>Where it comes from</h3>
        <Facts
          facts={[
            ["Lab", <a href={labPath(lab.slug)}>{lab.name}</a>],
            ["Provenance", PROVENANCES[run.provenance]],
            ["Source", run.sourceUrl && <Outside address={run.sourceUrl} />],
            ["Licence", run.license],
            ["Notes", run.notes],
            ["Status", run.status.toLowerCase()],
            ["Began", run.startedAt && timeInWords(run.startedAt)],
            ["Ended", run.finishedAt && timeInWords(run.finishedAt)],
            ["Content hash", <code>{run.contentHash}</code>],
            ["Derived from", run.derivedFrom && <a href={runPath(run.derivedFrom.id)}>an earlier run</a>],
            ["Signed by its lab", run.verified ? `yes${lab.feedKey ? `, key ${lab.feedKey}` : ""}` : "no"],
            ["The lab says", run.assurance && ASSURANCES[run.assurance]],
            ["CI job", identity && `${identity.subject}, by ${identity.issuer}`],
            [
              "Other labs",
              countersignatures.length > 0 && (
                <ul>
                  {countersignatures.map(({ lab: signer, verdict, note, statedAt, run: own }) => (
                    <li key={signer}>
                      <a href={labPath(signer)}>{signer}</a>{" "}
                      {verdict === "REPRODUCED" ? "got the same" : "got something else"}, {timeInWords(statedAt)}
                      {note && `: ${note}`} {own && <a href={runPath(own.id)}>its run</a>}
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      </section>
    </div>
  );
}

const count = (value: number | null) => value?.toLocaleString("en-US") ?? null;

/** The settings that are known, under their own names. */
function namedValues(settings: unknown): [string, string][] {
  if (typeof settings !== "object" || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]): [string, string][] => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
  });
}
