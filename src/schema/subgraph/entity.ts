import { Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from "graphql";
import { RequestError } from "../../errors/requestError.ts";

/** What a gateway knows of an object: `__typename`, the fields of one of its keys, and those that a field here requires. */
export type Representation = Readonly<Record<string, unknown>>;

/** What became of a representation: an object, nothing where there is none, or why it cannot be looked for. */
export type Found = object | null | undefined;

/** A type whose objects other subgraphs can refer to. */
export interface Entity<Context> {
  /** Sets of fields of which each names one object, as `@key` takes them. */
  keys: readonly [string, ...string[]];
  /**
   * The objects that these representations name, in their order. All of one request come together, so that they can be read
   * by one statement. An `Error` in place of an object is told of that one alone.
   */
  resolve(representations: readonly Representation[], context: Context): Found[] | Promise<Found[]>;
}

/**
 * Finds the objects of representations, which stand for different types in any order.
 *
 * @param note is told the type of each object.
 */
export function entityFinder<Context>(
  entities: Readonly<Record<string, Entity<Context>>>,
  note: (object: object, typeName: string) => void,
): (representations: readonly unknown[], context: Context) => Promise<Found[]> {
  const known = new Map(Object.entries(entities).map(([name, entity]) => [name, { ...entity, has: holderOf(entity) }]));
  return async (representations, context) => {
    const found: Found[] = [];
    const places = new Map<string, number[]>();
    for (const [place, given] of representations.entries()) {
      const { __typename: name } = (given ?? {}) as Representation;
      const entity = known.get(name as string);
      if (!entity) found[place] = refusal(place, `\`__typename\` must be one of ${[...known.keys()].join(", ")}`);
      else if (!entity.has(given)) found[place] = refusal(place, `${name} needs ${wordsOf(entity.keys)}`);
      else places.set(name as string, [...(places.get(name as string) ?? []), place]);
    }
    const ofType = async ([name, asked]: [string, number[]]) => {
      const objects = await known.get(name)!.resolve(
        asked.map((place) => representations[place] as Representation),
        context,
      );
      for (const [i, place] of asked.entries()) {
        const object = objects[i] ?? null;
        if (object && !(object instanceof Error)) note(object, name);
        found[place] = object;
      }
    };
    await Promise.all([...places].map(ofType));
    return found;
  };
}

function refusal(place: number, what: string): RequestError {
  return new RequestError("BAD_VALUE", `representations[${place}]: ${what}.`, "representations");
}

const wordsOf = (keys: readonly string[]) => keys.map((key) => `\`${key}\``).join(" or ");

/** Whether a representation holds all fields of one of the keys. */
function holderOf({ keys }: Pick<Entity<unknown>, "keys">): (given: unknown) => boolean {
  const sets = keys.map((key) => (parse(`{${key}}`).definitions[0] as OperationDefinitionNode).selectionSet);
  return (given) => sets.some((set) => holds(given, set));
}

function holds(given: unknown, { selections }: SelectionSetNode): boolean {
  if (typeof given !== "object" || given === null) return false;
  return selections.every((field) => {
    if (field.kind !== Kind.FIELD || !Object.hasOwn(given, field.name.value)) return false;
    const value = (given as Representation)[field.name.value];
    return field.selectionSet ? holds(value, field.selectionSet) : value != null;
  });
}
