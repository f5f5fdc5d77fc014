import type { ConstraintInput, ObjectiveInput, QueryFrontierArgs } from "../data/apiTypes.ts";
import type { InputField } from "../inputs/inputField.ts";
import { OWN_PARAMETERS } from "./ownParameters.ts";

/** Where the value of a parameter stands in the arguments of the query `frontier`. */
export interface Place {
  path: string[];
  field: InputField;
}

/** The arguments that stand for lists of inputs and have parameters with a short form of their own. */
const SHORT = ["objectives", "constraints"];

/**
 * The parameters that an address has for the arguments of a frontier, as `/frontier.svg` has them: fields of the filter have
 * their own names (`lab`), and those of other inputs the name of the input before them (`on.hardware`).
 */
export function placesOf(args: readonly InputField[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const add = (field: InputField, path: string[], name: string) => {
    if (!field.fields) places.set(name, { path, field });
    else
      for (const inner of field.fields) add(inner, [...path, inner.name], name ? `${name}.${inner.name}` : inner.name);
  };
  for (const field of args) {
    if (!SHORT.includes(field.name)) add(field, [field.name], field.name === "where" ? "" : field.name);
  }
  return places;
}

/** An address that the page cannot read. Its message names the parameter and what is allowed. */
export class AddressError extends Error {}

/**
 * Reads the arguments of a frontier from the parameters of the page's address.
 *
 * @throws AddressError for a parameter that there is not, and a value that it does not take. The server checks the rest.
 */
export function frontierArguments(parameters: URLSearchParams, places: Map<string, Place>): QueryFrontierArgs {
  const written: Record<string, unknown> = {};
  for (const name of new Set(parameters.keys())) {
    if (name in OWN_PARAMETERS || ["objective", "min", "max", "epsilon"].includes(name)) continue;
    const place = places.get(name);
    if (!place) throw new AddressError(`The address has a parameter "${name}", which there is not.`);
    const values = parameters.getAll(name).map((text) => readValue(name, text, place.field));
    put(written, place.path, place.field.isList ? values : values[0]);
  }
  const objectives = objectivesOf(parameters);
  const constraints = constraintsOf(parameters);
  return {
    ...written,
    ...(objectives.length > 0 && { objectives }),
    ...(constraints.length > 0 && { constraints }),
  };
}

function put(target: Record<string, unknown>, [first, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[first!] = value;
    return;
  }
  target[first!] ??= {};
  put(target[first!] as Record<string, unknown>, rest, value);
}

function readValue(name: string, text: string, { kind, choices }: InputField): unknown {
  if (kind === "number" || kind === "integer") return numberOf(name, text);
  if (kind === "choice" && !choices!.some((choice) => choice.name === text)) {
    throw new AddressError(`${name}: "${text}" is none of ${choices!.map((choice) => choice.name).join(", ")}.`);
  }
  if (kind !== "truth") return text;
  if (text !== "true" && text !== "false") throw new AddressError(`${name}: "${text}" is neither true nor false.`);
  return text === "true";
}

/** Objectives as `accuracy`, `flops:MINIMIZE`, or `cost:LINEAR`. */
function objectivesOf(parameters: URLSearchParams): ObjectiveInput[] {
  const epsilons = numbersBy(parameters, "epsilon");
  return parameters.getAll("objective").map((text) => {
    const [metric = "", ...words] = text.split(":");
    const direction = words.find((word) => word === "MINIMIZE" || word === "MAXIMIZE");
    const scale = words.find((word) => word === "LINEAR" || word === "LOG");
    const epsilon = epsilons.get(metric);
    return {
      metric,
      ...(direction && { direction }),
      ...(scale && { scale }),
      ...(epsilon !== undefined && { epsilon }),
    };
  });
}

function constraintsOf(parameters: URLSearchParams): ConstraintInput[] {
  const [most, least] = [numbersBy(parameters, "max"), numbersBy(parameters, "min")];
  return [...new Set([...most.keys(), ...least.keys()])].map((metric) => {
    const [min, max] = [least.get(metric), most.get(metric)];
    return { metric, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  });
}

/** Numbers by metric, written as `flops:1e15` or `flops=1e15`. */
function numbersBy(parameters: URLSearchParams, name: string): Map<string, number> {
  return new Map(
    parameters.getAll(name).map((text) => {
      const [, metric, number] = /^([^:=]+)[:=](.+)$/.exec(text) ?? [];
      if (metric === undefined) throw new AddressError(`${name}: "${text}" is not written as flops:1e15.`);
      return [metric, numberOf(name, number!)];
    }),
  );
}

export function numberOf(name: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(number)) return number;
  throw new AddressError(`${name}: "${text}" is not a number.`);
}
