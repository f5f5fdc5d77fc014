import { ComputeError } from "../../computeError.ts";

/** The largest number of a field: no size of a model comes near it, and no product of a few such numbers overflows. */
const LARGEST = 1e12;
/** The most entries of a list and the most letters of a text that a reader goes through. */
const LONGEST = 10_000;

/** The fields of a `config.json`, read with the types that a reader expects. */
export class ConfigFields {
  private readonly values: Record<string, unknown>;
  private readonly where: string;

  private readonly otherNames: Readonly<Record<string, string>>;

  constructor(config: unknown, where = "the config", otherNames: Readonly<Record<string, string>> = {}) {
    if (!isObject(config)) throw new ComputeError("INCOMPLETE_CONFIG", `${where} is not an object.`);
    this.values = config;
    this.where = where;
    this.otherNames = otherNames;
  }

  /** The same fields for a family that has names of its own: `names` gives its name of each usual field. */
  called(names: Readonly<Record<string, string>>): ConfigFields {
    return new ConfigFields(this.values, this.where, names);
  }

  has(name: string): boolean {
    const value = this.value(name);
    return value !== undefined && value !== null;
  }

  /** The value of a field by its usual name, or else by the name that the family has for it. */
  private value(name: string): unknown {
    const usual = this.values[name];
    const other = this.otherNames[name];
    return (usual === undefined || usual === null) && other !== undefined ? this.values[other] : usual;
  }

  /** The value of the first of these fields that is there. */
  number(...names: string[]): number {
    const value = this.optionalNumber(...names);
    if (value === null) throw this.missing(names, "a number");
    return value;
  }

  optionalNumber(...names: string[]): number | null {
    const name = names.find((candidate) => this.has(candidate));
    if (name === undefined) return null;
    const value = this.value(name);
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0)
      throw this.wrong(name, "a number of 0 or more");
    if (value > LARGEST) throw this.unsupported(name, `it is larger than ${LARGEST}`);
    return value;
  }

  /** A number that a config may leave to the model's code, by leaving the field out or by the word `auto`. */
  numberOrAuto(name: string): number | null {
    return this.value(name) === "auto" ? null : this.optionalNumber(name);
  }

  /** The index of a layer; an index below 0 counts from the end, as in Python. */
  optionalLayerIndex(name: string, layers: number): number | null {
    if (!this.has(name)) return null;
    const index = this.value(name);
    if (typeof index !== "number" || !Number.isInteger(index)) throw this.wrong(name, "a whole number");
    return index < 0 ? layers + index : index;
  }

  flag(name: string, byDefault: boolean): boolean {
    if (!this.has(name)) return byDefault;
    const value = this.value(name);
    if (typeof value !== "boolean") throw this.wrong(name, "true or false");
    return value;
  }

  optionalText(name: string): string | null {
    const value = this.value(name);
    if (typeof value !== "string") return null;
    if (value.length > LONGEST) throw this.unsupported(name, `it has more than ${LONGEST} letters`);
    return value;
  }

  /** A list with one entry a layer, or null without a list; longer lists, which go on with prediction layers, are cut. */
  perLayer<T>(name: string, layers: number): T[] | null {
    const value = this.value(name);
    if (!Array.isArray(value)) return null;
    if (value.length < layers) {
      throw new ComputeError(
        "INCOMPLETE_CONFIG",
        `${name} of ${this.where} has ${value.length} entries for ${layers} layers.`,
      );
    }
    return value.slice(0, layers);
  }

  isList(name: string): boolean {
    return Array.isArray(this.value(name));
  }

  /** Whether a field is a list without entries, with which some configs say that the default holds. */
  isEmptyList(name: string): boolean {
    const value = this.value(name);
    return Array.isArray(value) && value.length === 0;
  }

  /** The numbers of a list; none where the list is missing. */
  numbers(name: string): number[] {
    return this.list(name).filter((entry) => typeof entry === "number");
  }

  /** The strings of a list; none where the list is missing. */
  texts(name: string): string[] {
    return this.list(name).filter((entry) => typeof entry === "string");
  }

  private list(name: string): unknown[] {
    const value = this.value(name);
    if (!Array.isArray(value)) return [];
    if (value.length > LONGEST) throw this.unsupported(name, `it has more than ${LONGEST} entries`);
    return value;
  }

  /** The number for a layer, of a field that is one number for all layers or a list with one number a layer. */
  numberAt(name: string, layer: number): number {
    const value = this.value(name);
    return Array.isArray(value)
      ? new ConfigFields({ [name]: value[layer] }, this.where).number(name)
      : this.number(name);
  }

  object(name: string): ConfigFields {
    if (!this.has(name)) throw this.missing([name], "an object");
    return new ConfigFields(this.value(name), `${name} of ${this.where}`);
  }

  optionalObject(name: string): ConfigFields | null {
    return this.has(name) ? this.object(name) : null;
  }

  missing(names: string[], needed: string): ComputeError {
    return new ComputeError(
      "INCOMPLETE_CONFIG",
      `${names.join(" or ")} is missing from ${this.where}: ${needed} is needed.`,
    );
  }

  unsupported(name: string, why: string): ComputeError {
    return new ComputeError("UNSUPPORTED_CONFIG", `${name} of ${this.where} is not accounted for: ${why}.`);
  }

  private wrong(name: string, needed: string): ComputeError {
    const value = (JSON.stringify(this.value(name)) ?? "nothing").slice(0, 100);
    return new ComputeError("INCOMPLETE_CONFIG", `${name} of ${this.where} is ${value}: ${needed} is needed.`);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
