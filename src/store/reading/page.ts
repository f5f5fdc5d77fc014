import { RequestError } from "../../errors/requestError.ts";

/** The arguments of a Relay connection. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** A page of an ordered list: at most `size` rows between two keys, the last ones if `backward`, else the first. */
export interface PageRequest {
  size: number;
  backward: boolean;
  after?: Key;
  before?: Key;
}

/** The place of a row in its list: the values that the list is ordered by, the last of which is unique. */
export type Key = (string | number)[];

export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/**
 * The types of a key's values. Numbers and instants are the text that PostgreSQL prints, infinities included, which stand
 * for rows without a value. Integers are those of PostgreSQL.
 * A constant tells the cursors of one list from those of others whose keys look alike.
 */
export type KeyType = keyof typeof KEY_VALUES | { is: string };

const NUMBER = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/;
const INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00$/;

const KEY_VALUES = {
  text: (value: unknown) => typeof value === "string" && !value.includes("\0") && value.isWellFormed(),
  integer: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  number: (value: unknown) =>
    typeof value === "string" && (/^-?Infinity$/.test(value) || (NUMBER.test(value) && Number.isFinite(Number(value)))),
  instant: (value: unknown) => typeof value === "string" && (/^-?infinity$/.test(value) || isInstant(value)),
};

function isInstant(text: string): boolean {
  const [, day, time] = INSTANT.exec(text) ?? [];
  const instant = new Date(`${day}T${time}Z`);
  return !Number.isNaN(instant.getTime()) && instant.getUTCFullYear() > 0 && instant.toISOString().startsWith(day!);
}

export const DEFAULT_PAGE_SIZE = 20;
export const LARGEST_PAGE_SIZE = 100;

/**
 * The page that the arguments ask for, of a list whose cursors hold values of these types.
 *
 * @throws RequestError `BAD_PAGE` or `BAD_CURSOR`.
 */
export function pageRequest({ first, after, last, before }: PageArguments, keyTypes: readonly KeyType[]): PageRequest {
  if (first != null && last != null) {
    throw new RequestError("BAD_PAGE", "first, last: give one of them, not both.", "first");
  }
  const [argument, size] = last != null ? (["last", last] as const) : (["first", first ?? DEFAULT_PAGE_SIZE] as const);
  if (size < 1 || size > LARGEST_PAGE_SIZE) {
    throw new RequestError("BAD_PAGE", `${argument}: ${size} is not between 1 and ${LARGEST_PAGE_SIZE}.`, argument);
  }
  return {
    size,
    backward: last != null,
    ...(after != null && { after: readCursor(after, "after", keyTypes) }),
    ...(before != null && { before: readCursor(before, "before", keyTypes) }),
  };
}

/**
 * The page from the rows that were read for it. They come in the order in which the page was read (reversed if
 * `backward`), and one row more than the page holds shows that the list goes on.
 */
export function pageOf<Row>(read: Row[], { size, backward, after, before }: PageRequest): Page<Row> {
  const more = read.length > size;
  const rows = more ? read.slice(0, size) : read;
  return backward
    ? { rows: rows.reverse(), hasPreviousPage: more, hasNextPage: before !== undefined }
    : { rows, hasPreviousPage: after !== undefined, hasNextPage: more };
}

/** A page of a list in memory. Throws `BAD_CURSOR` for a key that no row of it has. */
export function pageOfList<Row>(list: Row[], request: PageRequest, keyOf: (row: Row) => Key): Page<Row> {
  const { after, before, size, backward } = request;
  const place = (key: Key) => {
    const index = list.findIndex((row) => String(keyOf(row)) === String(key));
    if (index === -1) throw badCursor(writeCursor(key), after ? "after" : "before");
    return index;
  };
  const start = after ? place(after) + 1 : 0;
  const end = before ? place(before) : list.length;
  const between = list.slice(start, end);
  return pageOf(backward ? between.reverse().slice(0, size + 1) : between.slice(0, size + 1), request);
}

export function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function readCursor(cursor: string, argument: string, keyTypes: readonly KeyType[]): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const fits = Array.isArray(key) && key.length === keyTypes.length;
    if (fits && keyTypes.every((type, i) => fitsType(type, key[i]))) return key;
  } catch {
    // A text that is not JSON is no cursor either.
  }
  throw badCursor(cursor, argument);
}

function fitsType(type: KeyType, value: unknown): boolean {
  return typeof type === "string" ? KEY_VALUES[type](value) : value === type.is;
}

function badCursor(cursor: string, argument: string): RequestError {
  const message = `${argument}: "${cursor.slice(0, 200)}" is not a cursor of this list. Use one that its edges or pageInfo gave.`;
  return new RequestError("BAD_CURSOR", message, argument);
}
