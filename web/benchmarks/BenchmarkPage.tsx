import type { Benchmark } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { useAddress } from "../address/history.ts";
import { benchmarkPath, frontierPath, nameInPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { Facts } from "../parts/Facts.tsx";
import { Outside } from "../parts/Outside.tsx";
import { ThingPage } from "../parts/ThingPage.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { RunList } from "../runList/RunList.tsx";
import { Problems } from "./Problems.tsx";
import { Protocols } from "./Protocols.tsx";

const BENCHMARK = {
  ...{ slug: true, name: true, benchmark: true, subset: true, language: true, domain: true, problemCount: true },
  ...{ chanceLevel: true, plugin: true, version: true, problemsVersion: true, url: true, license: true },
  subsetOf: { slug: true, name: true },
} as const satisfies Selection<Benchmark>;

/** The page of a benchmark: what it is, its problems by difficulty, and the runs on it. */
export function BenchmarkPage() {
  const [parameters, change] = useAddress();
  const name = nameInPath(location.pathname);
  const asked = useAsked(name, (signal) => readBenchmark(name, signal));
  return (
    <ThingPage {...{ asked, parameters, change }} kind="Benchmark" title={(benchmark) => benchmark.name}>
      {(benchmark) => (
        <>
          <p>
            <a href={frontierPath(benchmark.slug)}>Its frontier</a>: which models buy the most accuracy on it.
          </p>
          <Facts
            facts={[
              ["Name in queries", <code>{benchmark.slug}</code>],
              ["Subject", benchmark.domain],
              ["Problems", benchmark.problemCount?.toLocaleString("en-US")],
              ["Guessing reaches", `${(100 * benchmark.chanceLevel).toFixed(1)} %`],
              ["Source", benchmark.url && <Outside address={benchmark.url} />],
              ["Licence", benchmark.license ?? "not stated"],
              ["Version", benchmark.version],
              ["Version of its problems", benchmark.problemsVersion],
              ["Variant of", benchmark.benchmark !== benchmark.slug && benchmark.benchmark],
              ["Part", benchmark.subset],
              ["Language", benchmark.language],
              ["Run here by", benchmark.plugin ?? "nothing: all results come from elsewhere"],
              [
                "Part of",
                benchmark.subsetOf && <a href={benchmarkPath(benchmark.subsetOf.slug)}>{benchmark.subsetOf.name}</a>,
              ],
              ["Protocols", <Protocols benchmark={benchmark.slug} />],
            ]}
          />
          <section aria-label="Runs">
            <h3>Models on it</h3>
            <RunList {...{ parameters, change }} same="benchmark" where={{ benchmark: [benchmark.slug] }} />
          </section>
          <Problems benchmark={benchmark.slug} {...{ parameters, change }} />
        </>
      )}
    </ThingPage>
  );
}

async function readBenchmark(slug: string, signal: AbortSignal): Promise<Result<Benchmark, typeof BENCHMARK>> {
  const { benchmark } = await client.query({ benchmark: [{ slug }, BENCHMARK] }, { signal });
  return benchmark!;
}
