import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";
import { costDirectivesOf, type ListSize } from "../../schema/base/cost.ts";
import { LARGEST_PAGE_SIZE } from "../../store/reading/page.ts";
import { introspectionSize, isIntrospection } from "./introspectionSizes.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** What an operation costs, in points. It is compiled once for a document and evaluated for each request. */
export interface CostPlan {
  /** The cost with the sizes that arguments state, or that lists are assumed to have. */
  requested(variables: Variables): number;
  /** The same cost with the sizes of the lists that came out. */
  actual(variables: Variables, data: unknown): number;
}

const OBJECT = 1;
const LEAF = 0.1;
/** Objects of introspection are in memory already. */
const INTROSPECTED = 0.1;
const UNKNOWN_SIZE = 10;

/** The plan of an operation in a document that is valid. */
export function compileCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostPlan {
  const compiler = new Compiler(schema, document, operation);
  const root = compiler.selection(schema.getRootType(operation.operation)!, [
    { set: operation.selectionSet, when: null },
  ]);
  const round = (points: number) => Math.ceil(points - 1e-6);
  if (!compiler.usesVariables) {
    const requested = round(root.requested({}));
    return { requested: () => requested, actual: (_, data) => round(root.actual({}, data)) };
  }
  return {
    requested: (variables) => round(root.requested(variables)),
    actual: (variables, data) => round(root.actual(variables, data)),
  };
}

/** What the fields of an object cost. */
interface Selection {
  /** The cost, if it depends neither on variables nor on the sizes of lists. */
  constant: number | null;
  requested(variables: Variables): number;
  actual(variables: Variables, data: unknown): number;
}

type Evaluated<T> = (variables: Variables) => T;
/** Whether something is included; null if it always is. */
type Condition = Evaluated<boolean> | null;

interface Selected {
  set: SelectionSetNode;
  when: Condition;
}

/** A field of an object, from all the places in a document that select it under one name. */
interface Merged {
  node: FieldNode;
  when: Condition;
  sets: Selected[];
}

type Field = GraphQLField<unknown, unknown>;

class Compiler {
  usesVariables = false;
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #defaults = new Map<string, unknown>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
    for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
      if (defaultValue) this.#defaults.set(variable.name.value, valueFromASTUntyped(defaultValue));
    }
  }

  /** The selection on a type, with the size of the fields whose size its parent states. */
  selection(type: GraphQLNamedType, sets: Selected[], sized?: Sized): Selection {
    if (isObjectType(type)) return this.#ofObject(type, sets, sized);
    // Only one of the possible types comes out, and the answer need not say which.
    return mostExpensive(
      isAbstractType(type) ? this.#schema.getPossibleTypes(type).map((one) => this.#ofObject(one, sets, sized)) : [],
    );
  }

  #ofObject(type: GraphQLObjectType, sets: Selected[], sized?: Sized): Selection {
    const merged = new Map<string, Merged>();
    for (const { set, when } of sets) this.#collect(type, set, when, merged);
    const parts = [...merged].map(([key, field]) => this.#part(type, key, field, sized));
    return sum(parts);
  }

  #collect(type: GraphQLObjectType, set: SelectionSetNode, outer: Condition, merged: Map<string, Merged>): void {
    for (const node of set.selections) {
      const own = this.#condition(node);
      if (own === false) continue;
      const when = both(outer, own);
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const known = merged.get(key);
        const sets = node.selectionSet ? [{ set: node.selectionSet, when }] : [];
        if (!known) merged.set(key, { node, when, sets });
        else {
          known.when = either(known.when, when);
          known.sets.push(...sets);
        }
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.#fragments.get(node.name.value)!;
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      const applies =
        !condition || condition === type || (isAbstractType(condition) && this.#schema.isSubType(condition, type));
      if (applies) this.#collect(type, fragment.selectionSet, when, merged);
    }
  }

  #part(parent: GraphQLObjectType, key: string, { node, when, sets }: Merged, sized?: Sized): Selection {
    const field = fieldOf(this.#schema, parent, node.name.value);
    const type = getNamedType(field.type);
    const { cost, listSize } = costDirectivesOf(field);
    const isObject = isCompositeType(type);
    const isList = isListType(getNullableType(field.type));
    const size = listSize && this.#size(node, listSize);
    const each = isIntrospection(type) ? INTROSPECTED : isObject ? OBJECT : LEAF;
    const items = isObject
      ? this.selection(type, sets, size && listSize.sizedFields && { fields: listSize.sizedFields, size })
      : NOTHING;
    const weight = addUp(Number(cost?.weight ?? 0), this.#argumentWeights(field, node));
    const assumed = introspectionSize(this.#schema, parent, field) ?? UNKNOWN_SIZE;
    const times = isList ? ((sized?.fields.includes(field.name) ? sized.size : size) ?? (() => assumed)) : null;
    return part({ key, when, weight, each, times, items });
  }

  #condition({ directives = [] }: { readonly directives?: FieldNode["directives"] }): Condition | false {
    let all: Condition = null;
    for (const { name, arguments: args } of directives) {
      const skips = name.value === GraphQLSkipDirective.name;
      if (!skips && name.value !== GraphQLIncludeDirective.name) continue;
      const value = args![0]!.value;
      if (value.kind === Kind.BOOLEAN) {
        if (value.value === skips) return false;
        continue;
      }
      const given = this.#value(value);
      all = both(all, (variables) => (given(variables) === true) !== skips);
    }
    return all;
  }

  /** The size that an argument states: by a number, or by the length of a list. */
  #size(node: FieldNode, { slicingArguments = [], assumedSize }: ListSize): Evaluated<number> {
    const assumed = assumedSize ?? 0;
    const given = slicingArguments.flatMap((name) => {
      const argument = node.arguments?.find((one) => one.name.value === name);
      return argument ? [this.#value(argument.value)] : [];
    });
    if (given.length === 0) return () => assumed;
    return (variables) => {
      const sizes = given.map((value) => sizeOf(value(variables))).filter((size) => size !== null);
      return sizes.length > 0 ? Math.max(...sizes) : assumed;
    };
  }

  /** The weights of the arguments that are given; null if none has one. */
  #argumentWeights(field: Field, { arguments: given = [] }: FieldNode): Evaluated<number> | number {
    let constant = 0;
    const weights: Evaluated<number>[] = [];
    for (const { name, value } of given) {
      const argument = field.args.find((one) => one.name === name.value)!;
      if (!hasWeights(argument)) continue;
      if (hasVariables(value)) {
        const evaluated = this.#value(value);
        weights.push((variables) => argumentWeight(argument, evaluated(variables)));
      } else constant += argumentWeight(argument, valueFromASTUntyped(value));
    }
    return weights.length === 0
      ? constant
      : (variables) => weights.reduce((total, weight) => total + weight(variables), constant);
  }

  #value(node: ValueNode): Evaluated<unknown> {
    if (!hasVariables(node)) {
      const constant = valueFromASTUntyped(node);
      return () => constant;
    }
    this.usesVariables = true;
    const named = (variables: Variables, name: string) =>
      variables[name] === undefined ? this.#defaults.get(name) : variables[name];
    if (node.kind === Kind.VARIABLE) return (variables) => named(variables, node.name.value);
    return (variables) => valueFromASTUntyped(node, { ...Object.fromEntries(this.#defaults), ...variables });
  }
}

interface Sized {
  fields: string[];
  size: Evaluated<number>;
}

const NOTHING: Selection = { constant: 0, requested: () => 0, actual: () => 0 };

function sum(parts: Selection[]): Selection {
  const constant = parts.reduce((total, part) => total + (part.constant ?? 0), 0);
  const varying = parts.filter((part) => part.constant === null);
  if (varying.length === 0) return { constant, requested: () => constant, actual: () => constant };
  return {
    constant: null,
    requested: (variables) => varying.reduce((total, part) => total + part.requested(variables), constant),
    actual: (variables, data) => varying.reduce((total, part) => total + part.actual(variables, data), constant),
  };
}

function mostExpensive(selections: Selection[]): Selection {
  return {
    constant: null,
    requested: (variables) => Math.max(0, ...selections.map((one) => one.requested(variables))),
    actual: (variables, data) => Math.max(0, ...selections.map((one) => one.actual(variables, data))),
  };
}

interface Part {
  key: string;
  when: Condition;
  weight: Evaluated<number> | number;
  /** The cost of an item, or of the one object or leaf, beside its selection. */
  each: number;
  /** The size of the list; null if the field is no list. */
  times: Evaluated<number> | null;
  items: Selection;
}

function part({ key, when, weight, each, times, items }: Part): Selection {
  const { constant } = items;
  if (when === null && times === null && constant !== null && typeof weight === "number") {
    const total = weight + each + constant;
    return { constant: total, requested: () => total, actual: () => total };
  }
  const own = typeof weight === "number" ? () => weight : weight;
  const isIncluded = when ?? (() => true);
  return {
    constant: null,
    requested: (variables) =>
      isIncluded(variables) ? own(variables) + (times?.(variables) ?? 1) * (each + items.requested(variables)) : 0,
    actual(variables, data) {
      if (!isIncluded(variables)) return 0;
      const value = (data as Record<string, unknown> | null | undefined)?.[key];
      if (times === null) return own(variables) + each + items.actual(variables, value);
      if (!Array.isArray(value)) return own(variables);
      if (constant !== null) return own(variables) + value.length * (each + constant);
      return value.reduce<number>((total, item) => total + each + items.actual(variables, item), own(variables));
    },
  };
}

function addUp(constant: number, weight: Evaluated<number> | number): Evaluated<number> | number {
  if (typeof weight === "number") return constant + weight;
  return constant === 0 ? weight : (variables) => constant + weight(variables);
}

function fieldOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string): Field {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name]!;
}

/** A size as an argument states it; null if it states none. More rows than a page may hold are refused before they are read. */
function sizeOf(value: unknown): number | null {
  if (typeof value === "number") return Math.min(Math.max(value, 0), LARGEST_PAGE_SIZE);
  if (Array.isArray(value)) return value.length;
  return value == null ? null : 1;
}

type Weighed = Pick<GraphQLArgument, "type" | "extensions">;

/** Whether any value of an argument, or of an input's field, has a weight. */
function hasWeights({ type, extensions }: Weighed, seen = new Set<GraphQLNamedType>()): boolean {
  if (costDirectivesOf({ extensions }).cost) return true;
  const named = getNamedType(type);
  if (seen.has(named)) return false;
  seen.add(named);
  if (isEnumType(named)) return named.getValues().some((value) => costDirectivesOf(value).cost);
  return isInputObjectType(named) && Object.values(named.getFields()).some((field) => hasWeights(field, seen));
}

function argumentWeight({ type, extensions }: Weighed, value: unknown): number {
  if (value == null) return 0;
  const values = Array.isArray(value) ? value : [value];
  const own = Number(costDirectivesOf({ extensions }).cost?.weight ?? 0);
  return values.reduce((total: number, one) => total + own + valueWeight(getNamedType(type), one), 0);
}

function valueWeight(type: GraphQLInputType & GraphQLNamedType, value: unknown): number {
  if (isEnumType(type)) {
    const known = typeof value === "string" ? type.getValue(value) : null;
    return known ? Number(costDirectivesOf(known).cost?.weight ?? 0) : 0;
  }
  if (!isInputObjectType(type) || typeof value !== "object" || value === null) return 0;
  const fields = type.getFields();
  return Object.entries(value).reduce(
    (total, [name, one]) => (Object.hasOwn(fields, name) ? total + argumentWeight(fields[name]!, one) : total),
    0,
  );
}

function hasVariables(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(hasVariables);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => hasVariables(value));
}

function both(a: Condition, b: Condition): Condition {
  if (a === null || b === null) return a ?? b;
  return (variables) => a(variables) && b(variables);
}

function either(a: Condition, b: Condition): Condition {
  return a === null || b === null ? null : (variables) => a(variables) || b(variables);
}
