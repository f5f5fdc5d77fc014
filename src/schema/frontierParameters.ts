import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from "graphql";
import type { FrontierArguments } from "../analysis/request/frontierRequest.ts";
import type { ObjectiveInput } from "../analysis/request/objectives.ts";
import { RequestError } from "../errors/requestError.ts";
import { requireArguments } from "./base/checkedArguments.ts";
import { schema } from "./schema.ts";

const QUERY = schema.getQueryType()!.getFields().frontier!.args;

/** The names of the parameters, each with its path in the arguments of the query `frontier` and its type there. */
const PLACES = new Map<string, { path: string[]; type: GraphQLInputType }>(
  QUERY.flatMap(({ name, type }) => {
    if (["objectives", "constraints", "dataVersion"].includes(name)) return [];
    // The fields of the filter have no prefix: `lab`, not `where.lab`.
    return name === "where" ? placesIn(type, [name], "") : placesIn(type, [name], name);
  }),
);

/** The parameters that stand for lists of inputs and have a short form of their own. */
const SHORT = ["objective", "epsilon", "max", "min"] as const;

/**
 * Reads the arguments of a frontier from the parameters of a URL, such as
 * `benchmark=gsm8k&objective=flops&max=flops:1e15`. Every argument of the query `frontier` has its parameter. A list is
 * written by repeating the parameter, and a field of an input with a dot (`on.hardware`). Throws a `RequestError` that
 * names the parameter and the values that are allowed.
 */
export function frontierArguments(parameters: URLSearchParams): FrontierArguments {
  const written: Record<string, unknown> = {};
  for (const name of new Set(parameters.keys())) {
    if ((SHORT as readonly string[]).includes(name)) continue;
    const place = PLACES.get(name);
    if (!place) {
      const known = [...SHORT, ...PLACES.keys()].join(", ");
      throw bad(name, `there is no parameter "${name}". Known: ${known}.`);
    }
    put(written, place.path, readValue(name, parameters.getAll(name), place.type));
  }
  const checked = QUERY.filter(({ name }) => name in written).map(({ name, type }) => {
    const value = coerceInputValue(written[name], type, (path, _, error) => {
      throw error.originalError instanceof RequestError
        ? new RequestError(
            error.originalError.code,
            `${[name, ...path].join(".")}: ${error.originalError.message}`,
            name,
          )
        : bad([name, ...path].join("."), error.message);
    });
    return [name, value];
  });
  const all = { ...Object.fromEntries(checked), ...objectivesOf(parameters), ...constraintsOf(parameters) };
  requireArguments(all, QUERY);
  return all;
}

function placesIn(
  type: GraphQLInputType,
  path: string[],
  name: string,
): [string, { path: string[]; type: GraphQLInputType }][] {
  const own = getNullableType(type);
  if (!isInputObjectType(own)) return [[name, { path, type: own }]];
  const fields = Object.values((own as GraphQLInputObjectType).getFields());
  return fields.flatMap((field) =>
    placesIn(field.type, [...path, field.name], name ? `${name}.${field.name}` : field.name),
  );
}

function put(target: Record<string, unknown>, [first, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[first!] = value;
    return;
  }
  target[first!] ??= {};
  put(target[first!] as Record<string, unknown>, rest, value);
}

function readValue(name: string, texts: string[], type: GraphQLInputType): unknown {
  const values = texts.map((text) => readLeaf(name, text, getNamedType(type)));
  if (isListType(type)) return values;
  if (values.length > 1) throw bad(name, "it is given more than once, but takes one value.");
  return values[0];
}

/** A value as JSON would hold it. `coerceInputValue` checks it against its type later. */
function readLeaf(name: string, text: string, type: ReturnType<typeof getNamedType>): unknown {
  if (isEnumType(type)) {
    const names = type.getValues().map((value) => value.name);
    if (!names.includes(text)) throw bad(name, `"${text}" is none of ${names.join(", ")}.`);
    return text;
  }
  if (type?.name === "Int" || type?.name === "Float") return numberOf(name, text);
  if (type?.name !== "Boolean") return text;
  if (text !== "true" && text !== "false") throw bad(name, `"${text}" is neither true nor false.`);
  return text === "true";
}

function objectivesOf(parameters: URLSearchParams): Pick<FrontierArguments, "objectives"> {
  const objectives = parameters.getAll("objective").map((text): ObjectiveInput => {
    const [metric = "", ...given] = text.split(":");
    const direction = given.find((word) => word === "MINIMIZE" || word === "MAXIMIZE");
    const scale = given.find((word) => word === "LINEAR" || word === "LOG");
    if (given.length !== [direction, scale].filter((word) => word !== undefined).length) {
      throw bad(
        "objective",
        `"${text}" is not written as a metric, or as flops:MINIMIZE, throughput:MAXIMIZE or cost:LINEAR.`,
      );
    }
    return { metric, ...(direction && { direction }), ...(scale && { scale }) };
  });
  for (const [metric, epsilon] of numbersBy(parameters, "epsilon")) {
    const objective = objectives.find((other) => other.metric === metric);
    if (!objective) throw bad("epsilon", `"${metric}" is not an objective here. Add objective=${metric}.`);
    objective.epsilon = epsilon;
  }
  return objectives.length > 0 ? { objectives } : {};
}

function constraintsOf(parameters: URLSearchParams): Pick<FrontierArguments, "constraints"> {
  const most = numbersBy(parameters, "max");
  const least = numbersBy(parameters, "min");
  const metrics = new Set([...most.keys(), ...least.keys()]);
  const constraints = [...metrics].map((metric) => ({ metric, min: least.get(metric), max: most.get(metric) }));
  return constraints.length > 0 ? { constraints } : {};
}

/** Numbers by metric, written as `flops:1e15` or `flops=1e15`. */
function numbersBy(parameters: URLSearchParams, name: "epsilon" | "max" | "min"): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const text of parameters.getAll(name)) {
    const [, metric, number] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
    if (metric === undefined || number === undefined) {
      throw bad(name, `"${text}" is not written as a metric and a number, such as flops:1e15.`);
    }
    if (numbers.has(metric)) throw bad(name, `${metric} stands in it twice.`);
    numbers.set(metric, numberOf(name, number));
  }
  return numbers;
}

function numberOf(name: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw bad(name, `"${text}" is not a number.`);
}

const bad = (name: string, what: string) => new RequestError("BAD_REQUEST", `${name}: ${what}`, name);
