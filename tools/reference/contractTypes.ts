// The kinds of plugins and every type of the contract that their fields name.
import { type Declaration, type Field, type Module, readModule } from "./declarations.ts";
import { typeOfSchema } from "./schemaFields.ts";

const KINDS_FILE = "src/plugins/contract/checkPlugin.ts";

export interface ContractTypes {
  /** The fields that plugins of every kind have. */
  everyPlugin: Declaration;
  /** One for each kind, in the order of the contract. */
  kinds: Declaration[];
  /** The other types, in the order in which they are first named. */
  others: Declaration[];
}

/** Reads the contract from its sources: a kind that is added to `AnyPlugin` is among them by itself. */
export function readContract(): ContractTypes {
  const modules = new Map<string, Module>();
  const moduleOf = (file: string) => {
    const known = modules.get(file) ?? readModule(file);
    modules.set(file, known);
    return known;
  };
  /** The type of this name as a file sees it; undefined for types of other packages, of the language, and of parameters. */
  const find = (name: string, file: string): Declaration | undefined => {
    const { declarations, imports } = moduleOf(file);
    const own = declarations.get(name);
    if (own) return withSchema(own);
    const from = imports.get(name);
    return from === undefined ? undefined : find(name, from);
  };
  const required = (name: string, file: string) => {
    const found = find(name, file);
    if (!found) throw new Error(`${file} names no type ${name} of the contract.`);
    return found;
  };

  const kinds = namesIn(required("AnyPlugin", KINDS_FILE).alias!).map((name) => required(name, KINDS_FILE));
  const everyPlugin = required("Plugin", kinds[0]!.file);
  const found = [everyPlugin, ...kinds];
  for (const declaration of found) {
    for (const name of namesIn(textsOf(declaration).join(" "))) {
      const named = find(name, declaration.file);
      if (named && !found.includes(named)) found.push(named);
    }
  }
  return { everyPlugin, kinds, others: found.slice(1 + kinds.length) };
}

/** A type that follows from a schema, with the fields of that. */
function withSchema(declaration: Declaration): Declaration {
  const ofSchema = declaration.alias === null ? null : typeOfSchema(declaration.alias);
  return ofSchema ? Object.assign(declaration, { alias: ofSchema.written, fields: ofSchema.fields }) : declaration;
}

/** The names of types in a piece of code. */
export function namesIn(code: string): string[] {
  return [...new Set(code.replace(/"[^"]*"/g, "").match(/\b[A-Z]\w*/g) ?? [])];
}

function textsOf({ alias, extended, fields }: Declaration): string[] {
  const ofFields = (given: Field[]): string[] => given.flatMap(({ type, inner }) => [type, ...ofFields(inner)]);
  return [alias ?? "", ...extended, ...ofFields(fields)];
}

/** The fields of a declaration, those of objects written in place by their paths, such as `data.private`. */
export function flatFields({ fields }: Declaration): Field[] {
  const flat = (given: Field[], before: string): Field[] =>
    given.flatMap((field) => [
      { ...field, name: `${before}${field.name}` },
      ...flat(field.inner, `${before}${field.name}.`),
    ]);
  return flat(fields, "");
}

/** The field that tells kinds apart, whose value the function that defines a kind fills in. */
const isTag = ({ name, type }: Field) => (name === "kind" || name === "type") && /^"\w+"$/.test(type);

/** The fields and types that no comment explains, as `Type.field`. */
export function unexplained({ everyPlugin, kinds, others }: ContractTypes): string[] {
  return [everyPlugin, ...kinds, ...others].flatMap((declaration) => [
    ...(declaration.comment === "" ? [declaration.name] : []),
    ...flatFields(declaration)
      .filter((field) => field.comment === "" && !isTag(field))
      .map(({ name }) => `${declaration.name}.${name}`),
  ]);
}
