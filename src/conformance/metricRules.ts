import type { Rule } from "./conformanceCase.ts";

const read = "docs/frontiers.md";

/** What a metric must keep to. */
export const METRIC_RULES = {
  METRIC_NAME_TAKEN: {
    area: "declaration",
    holds: "its name is not that of a built-in metric",
    why: "A frontier names its objectives by the names of metrics.",
    read,
  },
  UNIT_NOT_SAID: {
    area: "declaration",
    holds: "it says its unit, its direction and what it is",
    why: "A figure without a unit cannot be compared, and a direction that is wrong turns the frontier around.",
    read,
  },
  REQUIREMENT_NOT_KNOWN: {
    area: "declaration",
    holds: "each metric that it requires is built in or declared with it",
    why: "A metric whose inputs nobody measures never has a value.",
    read,
  },
  VALUE_NOT_FINITE: {
    area: "values",
    holds: "it gives a finite number or null, whatever finite values it gets",
    why: "NaN and Infinity compare with nothing: a candidate that has them leaves the frontier in silence.",
    read,
  },
  VALUE_NOT_REPEATABLE: {
    area: "values",
    holds: "the same values give the same value",
    why: "Stored results get the metric at another time than new ones.",
    read,
  },
  VALUE_FROM_NOTHING: {
    area: "values",
    holds: "where a value that it requires is missing, it gives none",
    why: "Unknown is not 0: a candidate whose joules nobody measured must not look as if it used none. The host does not ask for a value then, and others that use the function do.",
    read,
    isAdvice: true,
  },
  SHARE_OUT_OF_RANGE: {
    area: "values",
    holds: "a share, whose unit is 1, lies between 0 and 1",
    why: "An accuracy of 1.6 beats every other on a frontier.",
    read,
  },
  NOT_MONOTONIC: {
    area: "values",
    holds: "it rises or falls with the values with which it says that it does",
    why: "Bounds of the metric are taken from the bounds of those values.",
    read,
  },
} satisfies Record<string, Rule>;
