import { writeValue } from "../../src/drawing/writeValue.ts";
import { Facts } from "../parts/Facts.tsx";
import { Outside } from "../parts/Outside.tsx";
import type { Measured, ShownModel } from "./readModel.ts";

const ARCHITECTURES: Record<NonNullable<ShownModel["architecture"]>, string> = {
  DENSE: "dense",
  MOE: "mixture of experts",
  HYBRID: "hybrid of attention and state-space or linear-attention layers",
  HYBRID_MOE: "hybrid of attention and state-space or linear-attention layers, with experts",
};

/** What is known of a model beside its results, and the sources of it. */
export function ModelFacts({ model, measured }: { model: ShownModel; measured: Measured | null }) {
  const { generationDefaults, prices, sources } = model;
  const sampling = Object.entries(generationDefaults ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value}`],
  );
  return (
    <div class="fact-columns">
      <section aria-label="Facts">
        <h3>Facts</h3>
        <Facts
          facts={[
            ["Name in queries", <code>{model.slug}</code>],
            ["Developer", model.developer],
            ["Family", model.family],
            ["Released", model.releasedOn],
            ["Licence", model.license],
            ["Weights", model.openWeights ? "can be downloaded" : "closed"],
            ["Architecture", model.architecture && ARCHITECTURES[model.architecture]],
            ["Parameters", model.totalParameters && writeValue(model.totalParameters, "")],
            ["Of which a token uses", model.activeParameters && writeValue(model.activeParameters, "")],
            ["Context", model.contextLength && `${model.contextLength.toLocaleString("en-US")} tokens`],
            ["Sampling of its makers", sampling.join(", ")],
          ]}
        />
        {sources.length > 0 && (
          <details>
            <summary>Sources of these figures ({sources.length})</summary>
            <ul>
              {sources.map(({ field, source }) => (
                <li key={field}>
                  {field}: <Outside address={source} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
      <section aria-label="How it is served">
        <h3>How it is served</h3>
        {measured?.served.length === 0 && <p class="muted">None of its runs says how it was served.</p>}
        <ul>
          {measured?.served.map(({ way, runCount }) => (
            <li key={way}>
              {way} <span class="muted">({runCount === 1 ? "1 run" : `${runCount} runs`})</span>
            </li>
          ))}
        </ul>
        {prices.length > 0 && (
          <details>
            <summary>Prices ({prices.length})</summary>
            <ul>
              {prices.map(({ provider, input, output, date, source }) => (
                <li key={`${provider}|${date}|${source}`}>
                  {date}
                  {provider ? `, ${provider}` : ""}: {input} USD for a million prompt tokens, {output} for a million
                  output tokens (<Outside address={source} />)
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
    </div>
  );
}
