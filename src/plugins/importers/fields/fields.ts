import { ImportError } from "../../contract/importError.ts";
import type { ImportedModel } from "../../contract/importer.ts";
import { amountAt, countAt, numberAt, shareAt } from "./figures.ts";
import { modelNamed } from "./modelName.ts";
import { labelAt } from "./texts.ts";

/**
 * The fields of an object of a file. They know their place for messages, and which of them were read, so that the others
 * can be listed.
 */
export class Fields {
  readonly #values: Record<string, unknown>;
  readonly #file: string;
  readonly #path: string;
  readonly #read = new Set<string>();

  /** Throws an `ImportError` `BAD_FILE` for a value that is no object. */
  constructor(value: unknown, file: string, path = "") {
    this.#file = file;
    this.#path = path;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ImportError("BAD_FILE", this.place(), "it is no object.");
    }
    this.#values = value as Record<string, unknown>;
  }

  /** The file and the path of a field in it, or of the object itself. */
  place(key?: string): string {
    const path = [this.#path, key].filter(Boolean).join(".");
    return path === "" ? this.#file : `${this.#file}: ${path}`;
  }

  keys(): string[] {
    return Object.keys(this.#values);
  }

  /** Whether the field stands there, be it with null. */
  has(key: string): boolean {
    return Object.hasOwn(this.#values, key);
  }

  value(key: string): unknown {
    this.#read.add(key);
    return this.has(key) ? this.#values[key] : undefined;
  }

  number(key: string): number | undefined {
    return numberAt(this.value(key), this.place(key));
  }

  amount(key: string): number | undefined {
    return amountAt(this.value(key), this.place(key));
  }

  count(key: string): number | undefined {
    return countAt(this.value(key), this.place(key));
  }

  share(key: string, whole: 1 | 100 = 1): number | undefined {
    return shareAt(this.value(key), this.place(key), whole);
  }

  /**
   * A name, such as of a task or a version. Numbers and booleans, which some tools write for names, count as names.
   *
   * @throws ImportError `BAD_FILE` for what is no name of up to 200 characters.
   */
  label(key: string): string | undefined {
    const value = this.value(key);
    return labelAt(typeof value === "boolean" ? String(value) : value, this.place(key));
  }

  /** The model that a field names, without what is private to the machine that measured it. */
  model(key: string): ImportedModel | undefined {
    return modelNamed(this.value(key), this.place(key));
  }

  /** The fields of an object within, undefined where there is none. */
  within(key: string): Fields | undefined {
    const value = this.value(key);
    return value === undefined || value === null ? undefined : new Fields(value, this.#file, this.#pathOf(key));
  }

  /** The objects of a list within; none where there is no list. */
  listOf(key: string): Fields[] {
    return this.list(key).map((value, i) => new Fields(value, this.#file, `${this.#pathOf(key)}[${i}]`));
  }

  list(key: string): unknown[] {
    const value = this.value(key);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw new ImportError("BAD_FILE", this.place(key), "it is no list.");
    return value;
  }

  /** The names of the fields that hold something and were not read. */
  unread(): string[] {
    return this.keys().filter((key) => !this.#read.has(key) && (this.#values[key] ?? null) !== null);
  }

  #pathOf(key: string): string {
    return [this.#path, key].filter(Boolean).join(".");
  }
}
