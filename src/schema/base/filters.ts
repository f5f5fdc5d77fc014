import { isPooled } from "../../store/filters/runCriteria.ts";
import type {
  ModelConditions,
  ModelFilter as ModelFilterFields,
  RunConditions,
  RunFilter as RunFilterFields,
} from "../../store/filters/runFilter.ts";
import { FILTERS, type FilterType, MODEL_FILTERS } from "../../store/filterTable.ts";
import { builder } from "./builder.ts";
import { cost } from "./cost.ts";

export const Architecture = builder.enumType("Architecture", {
  description: "The kind of architecture of a model.",
  values: {
    DENSE: { description: "Attention layers, every weight used for every token." },
    MOE: { description: "Attention layers, some feed-forward weights (experts) used for each token." },
    HYBRID: { description: "State-space or linear-attention layers among attention layers." },
    HYBRID_MOE: { description: "The same with experts." },
  } as const,
});

export const Provenance = builder.enumType("Provenance", {
  description: "The way in which a run came into this store.",
  values: {
    MEASURED: { description: "Measured by this system." },
    IMPORTED: { description: "Carried over from a published source." },
    FEDERATED: { description: "Received from the lab that ran it, which signed it." },
    MIRRORED: {
      description: "Received from another one than the lab that ran it, which signed where it was published.",
    },
  } as const,
});

export const Assurance = builder.enumType("Assurance", {
  description: "What a lab says of its own run when it signs it.",
  values: {
    SELF_ATTESTED: { description: "The lab measured it, and says no more." },
    THIRD_PARTY: { description: "The lab that measured it has no share in the model." },
    REPRODUCED: { description: "The lab measured again what another lab had measured, with the same result." },
  } as const,
});

export const RunStatus = builder.enumType("RunStatus", {
  description: "The stage that a run has reached. Only runs that succeeded count in frontiers.",
  values: {
    QUEUED: { description: "Waiting for a worker." },
    RUNNING: { description: "A worker is at it." },
    SUCCEEDED: { description: "Finished, its measures are final." },
    FAILED: { description: "Ended by an error." },
    CANCELED: { description: "Ended on request." },
    RETRACTED: { description: "Succeeded and was taken back. It is kept with the reason and counts no more." },
  } as const,
});

const FloatRange = builder.inputType("FloatRange", {
  description: "A range of numbers, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    min: t.float({ description: "The lower end." }),
    max: t.float({ description: "The upper end." }),
  }),
});

const DateRange = builder.inputType("DateRange", {
  description: "A range of days, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    from: t.field({ type: "Date", description: "The first day." }),
    to: t.field({ type: "Date", description: "The last day." }),
  }),
});

const DateTimeRange = builder.inputType("DateTimeRange", {
  description: "A range of instants, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", description: "The first instant." }),
    to: t.field({ type: "DateTime", description: "The last instant." }),
  }),
});

const listOf = <Type>(type: Type): [Type] => [type];

const MeasureRangeInput = builder.inputType("MeasureRange", {
  description: "A metric and a range of its values, both ends included. At least one end is given.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "The name of the metric, e.g. `energy`." }),
    min: t.float({ description: "The lower end, in the metric's unit." }),
    max: t.float({ description: "The upper end, in the metric's unit." }),
  }),
});

/** The types that the table of filters names. */
const TYPES = {
  "[String!]": listOf("String" as const),
  "[Architecture!]": listOf(Architecture),
  "[Provenance!]": listOf(Provenance),
  "[Assurance!]": listOf(Assurance),
  Boolean: "Boolean" as const,
  FloatRange,
  DateRange,
  DateTimeRange,
} satisfies Record<FilterType, unknown>;

/**
 * Each benchmark is read by itself. A filter of runs that pooled results cannot answer pools the runs anew. A filter of
 * models is evaluated in memory.
 */
function weightOf(filter: (typeof FILTERS)[number]) {
  if (filter.name === "benchmark") return cost({ weight: 5 });
  return "ofRun" in filter && !isPooled(filter.ofRun) ? cost({ weight: 30 }) : {};
}

/** An input whose fields, as resolvers get them, are `Fields`. Declarations of the package need the type's name. */
type Input<Fields extends object> = ReturnType<ReturnType<typeof builder.inputRef<Fields>>["implement"]>;

function filterType<Fields extends object>(
  name: string,
  description: string,
  filters: readonly (typeof FILTERS)[number][],
  more: Record<string, { type: unknown; description: string }> = {},
): Input<Fields> {
  return builder.inputRef<Fields>(name).implement({
    description,
    // The compiler cannot see that these fields are those of `Fields`, which follow from the same table.
    fields: (t) =>
      Object.fromEntries([
        ...filters.map((filter) => [
          filter.name,
          t.field({ ...weightOf(filter), type: TYPES[filter.type], description: filter.description }),
        ]),
        ...Object.entries(more).map(([name, options]) => [name, t.field(options as never)]),
      ]) as never,
  });
}

/** A filter and its field `not`, which has the same fields and leaves out what matches all of them. */
function filterWithNot<Conditions extends object, Fields extends Conditions>(
  noun: "Model" | "Run",
  description: string,
  filters: readonly (typeof FILTERS)[number][],
  more: Record<string, { type: unknown; description: string }> = {},
): Input<Fields> {
  const many = `${noun.toLowerCase()}s`;
  const exclusion = filterType<Conditions>(
    `${noun}Exclusion`,
    `${noun}s to leave out: those that match every field. A ${noun.toLowerCase()} without a value of a field does not match it, and stays.`,
    filters,
  );
  const not = { type: exclusion, description: `Leave out the ${many} that match this.` };
  return filterType<Fields>(`${noun}Filter`, description, filters, { not, ...more });
}

export const ModelFilter: Input<ModelFilterFields> = filterWithNot<ModelConditions, ModelFilterFields>(
  "Model",
  "A filter of models. A model matches if it matches every field, and it matches a list if it has one of the values. A model without a value of a field does not match.",
  MODEL_FILTERS,
);

export const RunFilter: Input<RunFilterFields> = filterWithNot<RunConditions, RunFilterFields>(
  "Run",
  "A filter of runs, also by their models. A run matches if it matches every field, and it matches a list if it has one of the values.",
  FILTERS,
  {
    measures: {
      ...cost({ weight: 30 }),
      type: listOf(MeasureRangeInput),
      description:
        "Ranges of metrics, also of those that plugins add: the runs whose values lie in all of them. A run without a value does not match.",
    },
    dataVersion: {
      ...cost({ weight: 30 }),
      type: "String",
      description:
        "An earlier version of the data, as `dataVersion` of an answer gave it: the runs that counted then are used, also those that were taken back since. A version that this store never had is refused, and so is one that is not kept, because something that it held was deleted or changed.",
    },
  },
);

export const OrderDirection = builder.enumType("OrderDirection", {
  description: "The end of an order that comes first. Rows without a value come last in either direction.",
  values: {
    ASC: { description: "The lowest or earliest first." },
    DESC: { description: "The highest or latest first." },
  } as const,
});
