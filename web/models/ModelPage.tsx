import { useAddress } from "../address/history.ts";
import { nameInPath } from "../address/paths.ts";
import { Failure } from "../parts/Failure.tsx";
import { ThingPage } from "../parts/ThingPage.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { Choice } from "../runList/Choice.tsx";
import { RunList } from "../runList/RunList.tsx";
import { Accelerators } from "./Accelerators.tsx";
import { ModelFacts } from "./ModelFacts.tsx";
import { readMeasured, readModel } from "./readModel.ts";
import { Standing } from "./Standing.tsx";

/** The page of a model: its facts, where it stands, its runs, and what serves it. */
export function ModelPage() {
  const [parameters, change] = useAddress();
  const name = nameInPath(location.pathname);
  const asked = useAsked(name, (signal) => readModel(name, signal));
  const slug = asked.value?.slug;
  const measured = useAsked(slug ?? null, (signal) => readMeasured(slug!, signal));
  const [benchmark, mode] = [parameters.get("benchmark"), parameters.get("mode")];
  return (
    <ThingPage {...{ asked, parameters, change }} kind="Model" title={(model) => model.name}>
      {(model) => (
        <>
          <ModelFacts model={model} measured={measured.value} />
          {measured.error && <Failure error={measured.error} again={measured.again} />}
          {measured.value && measured.value.benchmarks.length > 0 && (
            <Standing slug={model.slug} benchmarks={measured.value.benchmarks} />
          )}
          <section aria-label="Runs">
            <h3>Runs</h3>
            <div class="row">
              <Choice
                {...{ parameters, change }}
                name="benchmark"
                title="Benchmark"
                options={(measured.value?.benchmarks ?? []).map((one) => ({ value: one.slug, name: one.name }))}
              />
              <Choice
                {...{ parameters, change }}
                name="mode"
                title="Mode"
                options={(measured.value?.modes ?? []).map((one) => ({ value: one, name: one }))}
              />
            </div>
            <RunList
              {...{ parameters, change }}
              same="model"
              where={{
                model: [model.slug],
                ...(benchmark && { benchmark: [benchmark] }),
                ...(mode && { mode: [mode] }),
              }}
            />
          </section>
          <Accelerators {...{ model, parameters, change }} />
        </>
      )}
    </ThingPage>
  );
}
