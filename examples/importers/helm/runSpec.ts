import { decodingOf, type Fields, type ImportedBenchmark, type ImportedRun } from "paretograph/plugin";

/** The arguments in the name of a run that say how the model was asked, and which one: the others name the problems. */
const NOT_PROBLEMS = /^(?:model|model_deployment|method|num_outputs|max_train_instances|temperature|stop|groups)=/;

/** The benchmark of `mmlu:subject=philosophy,method=…,model=…`: `mmlu`, and of it `subject=philosophy`. */
export function benchmarkOf(spec: Fields, scenario: Fields | undefined, split: string): ImportedBenchmark {
  const [name, ...rest] = (spec.label("name") ?? scenario?.label("name") ?? "helm").split(/[:,]/);
  const subset = rest.filter((argument) => !NOT_PROBLEMS.test(argument)).join(",");
  // A run without further arguments can write `narrative_qa-model=…` where `:` is no part of a name.
  const own = name!.replace(/-(?:model|subject)=.*$/, "");
  return { name: own, split, ...(subset !== "" && { subset: subset.slice(0, 200) }) };
}

export function protocolOf(spec: Fields, metric: string): NonNullable<ImportedRun["protocol"]> {
  const adapter = spec.within("adapter_spec");
  const method = adapter?.label("method");
  const shots = adapter?.count("max_train_instances");
  return {
    harness: "helm",
    task: (spec.label("name") ?? "").replace(/,?model(?:_deployment)?=[^,]*/g, ""),
    metric,
    ...(method !== undefined && { method }),
    ...(shots !== undefined && { shots }),
  };
}

/** The model, where it is served and how it samples. */
export function setupOf(spec: Fields): Pick<ImportedRun, "model" | "decoding" | "servedAs"> {
  const adapter = spec.within("adapter_spec");
  const model = adapter?.model("model");
  const deployment = adapter?.label("model_deployment");
  const provider = deployment?.includes("/") ? deployment.split("/")[0] : undefined;
  const stated = {
    temperature: adapter?.value("temperature"),
    max_tokens: adapter?.value("max_tokens"),
    stop: adapter?.value("stop_sequences"),
  };
  return {
    model: model ?? (deployment !== undefined ? { name: deployment } : { name: "" }),
    decoding: decodingOf(stated, spec.place("adapter_spec")),
    ...(provider && { servedAs: provider }),
  };
}
