import {
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from "graphql";
import { RequestError } from "../../errors/requestError.ts";
import { faultOfJson, isStorableText } from "../../recording/submitted/storable.ts";

/** The most entries of a list in an argument, unless its declaration states `extensions: { mostEntries }`. */
export const MOST_ENTRIES = 100;
/** The most characters of a text, and of a value of JSON as text, unless its declaration states `mostCharacters`. */
export const MOST_CHARACTERS = 50_000;

declare module "graphql" {
  interface GraphQLArgumentExtensions {
    mostEntries?: number;
    mostCharacters?: number;
  }
  interface GraphQLInputFieldExtensions {
    mostEntries?: number;
    mostCharacters?: number;
  }
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;
/** Throws a `RequestError` for a value at this path that no argument may have. */
type Check = (value: unknown, path: string) => void;

/**
 * Makes every field of a schema check its arguments before it is resolved: the length of lists and texts, characters that
 * the database cannot store, numbers that are not finite. Whichever way a request is executed, its fields are resolved,
 * so that no argument is left out and none has to be checked by hand.
 */
export function withCheckedArguments(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const check = checkOfAll(field.args);
      if (!check) continue;
      // A subscription gets its arguments when it begins.
      if (field.subscribe) field.subscribe = checked(field.subscribe, check);
      else if (field.resolve) field.resolve = checked(field.resolve, check);
    }
  }
  return schema;
}

/** Checks the coerced arguments of a field. Throws a `RequestError` that names the argument. */
export function requireArguments(values: Record<string, unknown>, declared: readonly GraphQLArgument[]): void {
  checkOfAll(declared)?.(values, "");
}

function checked(resolve: Resolver, check: Check): Resolver {
  return (parent, args, context, info) => {
    check(args, "");
    return resolve(parent, args, context, info);
  };
}

/** The checks of inputs, which can hold themselves. */
const ofInputs = new Map<unknown, Check>();

function checkOfAll(declared: readonly (GraphQLArgument | GraphQLInputField)[]): Check | null {
  const checks = declared.flatMap((one) => {
    const check = checkOf(one.type, one.extensions);
    return check ? [[one.name, check] as const] : [];
  });
  if (checks.length === 0) return null;
  return (values, path) => {
    for (const [name, check] of checks) {
      const value = (values as Record<string, unknown>)[name];
      if (value != null) check(value, path === "" ? name : `${path}.${name}`);
    }
  };
}

interface Limits {
  mostEntries?: number;
  mostCharacters?: number;
}

/** The check of a type; null for types whose values need none. */
function checkOf(type: GraphQLInputType, limits: Limits): Check | null {
  const own = getNullableType(type);
  if (isListType(own)) return checkOfList(checkOf(own.ofType, limits), limits.mostEntries ?? MOST_ENTRIES);
  if (isInputObjectType(own)) {
    const known = ofInputs.get(own);
    if (known) return known;
    let inner: Check | null = null;
    const check: Check = (value, path) => inner?.(value, path);
    ofInputs.set(own, check);
    inner = checkOfAll(Object.values(own.getFields()));
    return check;
  }
  const most = limits.mostCharacters ?? MOST_CHARACTERS;
  switch (own.name) {
    case "String":
    case "ID":
      return (value, path) => requireText(value as string, path, most);
    case "Float":
      return requireFinite;
    case "JSON":
      return (value, path) => requireJson(value, path, most);
    default:
      return null;
  }
}

function checkOfList(ofEntry: Check | null, most: number): Check {
  return (value, path) => {
    const list = value as unknown[];
    if (list.length > most) throw tooLong(path, `it has ${list.length} entries`, `${most} entries`);
    if (!ofEntry) return;
    for (const [i, entry] of list.entries()) {
      if (entry != null) ofEntry(entry, `${path}[${i}]`);
    }
  };
}

function requireText(text: string, path: string, most: number): void {
  if (text.length > most) throw tooLong(path, `it has ${text.length} characters`, `${most} characters`);
  if (!isStorableText(text)) throw badValue(path, "it holds the character U+0000 or half a surrogate pair");
}

const requireFinite: Check = (number, path) => {
  if (!Number.isFinite(number)) throw badValue(path, "it is not a finite number");
};

function requireJson(value: unknown, path: string, most: number): void {
  const fault = faultOfJson(value);
  if (fault !== null) throw badValue(path, fault);
  const { length } = JSON.stringify(value) ?? "";
  if (length > most) throw tooLong(path, `it has ${length} characters as JSON`, `${most} characters`);
}

const badValue = (path: string, why: string) => new RequestError("BAD_VALUE", `${path}: ${why}.`, path);
const tooLong = (path: string, found: string, most: string) =>
  new RequestError("TOO_LONG", `${path}: ${found}, and at most ${most} are allowed.`, path);
