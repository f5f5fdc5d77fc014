import { z } from "zod";
import type { Imported, ImportedModel } from "../../contract/importer.ts";
import { addressIn } from "../fields/addresses.ts";
import { numberAt, shareAt } from "../fields/figures.ts";
import { leftOut } from "../fields/found.ts";
import { modelNamed } from "../fields/modelName.ts";
import { checkedAt } from "../fields/place.ts";
import { labelAt, shortened } from "../fields/texts.ts";
import { type CardMetric, isAccuracyMetric, scaleOfMetric } from "./scale.ts";

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish();
const args = z.record(z.string(), z.unknown()).nullish().catch(null);

const result = z.looseObject({
  task: z.looseObject({ type: text, name: text }).nullish(),
  dataset: z.looseObject({ type: text, name: text, config: text, split: text, revision: text, args }).nullish(),
  metrics: z.array(z.looseObject({ type: text, name: text, value: z.unknown().optional(), config: text })).nullish(),
  source: z.looseObject({ name: text, url: text }).nullish(),
});

/** What is read of the front matter of a model card. */
const card = z.looseObject({
  tags: z.union([z.array(z.unknown()), z.string()]).nullish(),
  "model-index": z.array(z.looseObject({ name: text, results: z.array(result).nullish() })),
});

export type Card = z.infer<typeof card>;

export const cardOf = (value: unknown, place: string): Card => checkedAt(card, value, place);

/**
 * The model of a page: its folders tell the owner too, where they end in the name that the card states; else the card holds.
 * It is nameless where neither tells.
 */
export function modelOfPage(name: string | undefined, ofPath: string | undefined, place: string): ImportedModel {
  const last = (id: string | undefined) => id?.split("/").at(-1)?.toLowerCase();
  return modelNamed(last(ofPath) === last(name) ? ofPath : (name ?? ofPath), place) ?? { name: "" };
}

/** The results of a card, each metric for itself. */
export function* resultsOfCard(
  read: Card,
  modelOf: (place: string, name: string) => ImportedModel,
  path: string,
): Generator<Imported> {
  const tags = [read.tags].flat().map(String);
  for (const [i, index] of read["model-index"].entries()) {
    for (const [j, one] of (index.results ?? []).entries()) {
      for (const [k, metric] of (one.metrics ?? []).entries()) {
        const place = `${path}: model-index.${i}.results.${j}.metrics.${k}`;
        const stated: CardMetric = {
          type: metric.type ?? "",
          name: metric.name ?? "",
          text: textOfValue(metric.value),
          dataset: one.dataset?.type ?? "",
          sourceName: one.source?.name ?? "",
          sourceUrl: one.source?.url ?? "",
          tags,
        };
        yield resultOf(one, stated, place, () => modelOf(place, index.name ?? ""));
      }
    }
  }
}

/** A figure can be followed by its error, as in `20.0 ± 1.2`, and by the sign of a percentage. */
const FIGURE = /^([+-]?[\d.]+(?:e[+-]?\d+)?)\s*%?\s*(?:(?:±|\+\/-|\+-)\s*[\d.]+\s*%?)?$/i;

function resultOf(
  one: z.infer<typeof result>,
  metric: CardMetric,
  place: string,
  modelOf: () => ImportedModel,
): Imported {
  const { dataset, source, task } = one;
  const said = [dataset?.name ?? dataset?.type, metric.name || metric.type].filter(Boolean).join(", ").slice(0, 200);
  const without = (reason: string) => leftOut(place, reason);
  if (!isAccuracyMetric(metric)) return without(`${said} is no accuracy (${metric.text.slice(0, 50)}).`);
  const scale = scaleOfMetric(metric);
  if (typeof scale === "object")
    return without(`${said}: ${metric.text.slice(0, 50)} is left out, as ${scale.unknown}.`);
  const number = numberAt(FIGURE.exec(metric.text.trim())?.[1] ?? metric.text, `${place}.value`);
  if (number === undefined) return without(`${said} has no figure (${metric.text.slice(0, 50)}).`);
  const accuracy = shareAt(number, `${place}.value`, scale)!;
  const name = labelAt(dataset?.name ?? dataset?.type, `${place}: dataset.name`);
  if (name === undefined) return without("It names no data set.");
  const id = labelAt(dataset?.type, `${place}: dataset.type`);
  const subset = labelAt(dataset?.config === "default" ? undefined : dataset?.config, `${place}: dataset.config`);
  const split = labelAt(dataset?.split, `${place}: dataset.split`);
  const shots = numberAt(dataset?.args?.num_few_shot, `${place}: dataset.args.num_few_shot`);
  const sourceUrl = addressIn(metric.sourceUrl);
  const type = labelAt(metric.type, `${place}.type`);
  const label = labelAt(metric.name, `${place}.name`);
  return {
    kind: "run",
    run: {
      place,
      model: modelOf(),
      benchmark: { name, ...(id && { dataset: id }), ...(subset && { subset }), ...(split && { split }) },
      ...(sourceUrl && { sourceUrl }),
      protocol: {
        task: labelAt(task?.name ?? task?.type, `${place}: task`) ?? name,
        ...(type && { metric: type }),
        ...(label && label !== type && { metricName: label }),
        ...(Number.isSafeInteger(shots) && { shots: shots! }),
      },
      notes: shortened(
        [
          "From the metadata of the model's card.",
          source?.name && `Source: ${source.name}.`,
          metric.text.includes("±") && `Stated as ${metric.text}.`,
        ]
          .filter(Boolean)
          .join(" "),
      ),
      measures: { accuracy: { value: accuracy } },
    },
  };
}

const textOfValue = (value: unknown): string =>
  typeof value === "object" && value !== null ? "several figures" : String(value ?? "");
