import { decodingOf, type Fields, type ImportedBenchmark, type ImportedRun, type ImportFile } from "paretograph/plugin";

/** A task of the results, whose key is `task|shots`, or of older versions `suite|task|shots` and `suite|task|shots|truncation`. */
export interface Task {
  key: string;
  name: string;
  shots?: number;
  version?: string;
  isAggregate: boolean;
  scores: Fields;
  config?: Fields;
  /** The problems that were asked. */
  asked?: number;
  prompt?: string;
}

export function tasksOf(content: Fields): Task[] {
  const results = content.within("results");
  const configs = content.within("config_tasks");
  const versions = content.within("versions");
  return (results?.keys() ?? []).map((key) => {
    const parts = key.split("|");
    const at = parts.length > 2 ? 1 : 0;
    const name = parts[at]!;
    const shots = parts[at + 1];
    const configured = [key, parts.slice(0, at + 1).join("|"), name].find((one) => configs?.has(one));
    const config = configured === undefined ? undefined : configs?.within(configured);
    const asked = config?.number("effective_num_docs");
    const prompt = config?.value("prompt_function");
    return {
      key,
      name,
      isAggregate: key === "all" || /(?:^|:)_average$/.test(name),
      scores: results!.within(key)!,
      config,
      version: versions?.label(key) ?? config?.label("version"),
      ...(shots !== undefined && /^\d+$/.test(shots) && { shots: Number(shots) }),
      ...(asked !== undefined && Number.isSafeInteger(asked) && asked > 0 && asked < 2 ** 31 && { asked }),
      ...(typeof prompt === "string" && /^\w+$/.test(prompt) && { prompt }),
    };
  });
}

export function benchmarkOf({ name, version, config }: Task): ImportedBenchmark {
  const [split] = config?.list("evaluation_splits") ?? [];
  const problems = config?.number("original_num_docs");
  const subset = config?.label("hf_subset");
  const dataset = config?.label("hf_repo");
  return {
    name,
    ...(dataset !== undefined && { dataset }),
    ...(subset !== undefined && { subset }),
    ...(typeof split === "string" && split !== "" && { split: split.slice(0, 200) }),
    ...(version !== undefined && { version }),
    ...(problems !== undefined &&
      Number.isSafeInteger(problems) &&
      problems > 0 &&
      problems < 2 ** 31 && { problemCount: problems }),
  };
}

/** The model, how it samples and where it is served. Its clock counts from no date: that stands in the file's name alone. */
export function setupOf(
  content: Fields,
  file: ImportFile,
): Pick<ImportedRun, "model" | "decoding" | "servedAs" | "runner" | "notes"> {
  const general = content.within("config_general");
  const config = general?.within("model_config");
  const named = config?.model("model_name") ?? general?.model("model_name");
  const revision = config?.label("revision") ?? general?.label("model_sha");
  const model = named && { ...named, name: named.name.replace(/^(?:hosted_vllm|vllm|litellm|openai)\//, "") };
  const generation = config?.within("generation_parameters");
  const stated = Object.fromEntries(
    (generation?.keys() ?? []).map((key) => [key === "stop_tokens" ? "stop" : key, generation?.value(key)]),
  );
  const engine = config?.has("gpu_memory_utilization")
    ? "vllm"
    : config?.has("mem_fraction_static")
      ? "sglang"
      : undefined;
  const served = [config?.label("provider") ?? engine, config?.label("dtype")].filter((one) => one !== undefined);
  const date = /(\d{4}-\d{2}-\d{2})T(\d{2}[-:]\d{2})/.exec(file.path);
  const sha = general?.label("lighteval_sha");
  const notes = [
    date && `The file is of ${date[1]} ${date[2]!.replace("-", ":")}, local time.`,
    sha !== undefined && sha !== "?" && `lighteval ${sha}.`,
  ].filter(Boolean);
  return {
    model: model ? { ...model, ...(revision !== undefined && revision !== "" && { revision }) } : { name: "" },
    ...(generation && { decoding: decodingOf(stated, generation.place()) }),
    ...(engine !== undefined && { runner: engine }),
    ...(served.length > 0 && { servedAs: served.join(", ") }),
    ...(notes.length > 0 && { notes: notes.join(" ") }),
  };
}
