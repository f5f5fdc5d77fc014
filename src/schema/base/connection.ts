import { type Key, type Page, type PageRequest, pageOfList, writeCursor } from "../../store/reading/page.ts";

/**
 * A page as a Relay connection. The cursor of a row is made of its key.
 *
 * @param totalCount counts the rows of the whole list. It is called only if a request asks for the number.
 */
export function connectionOf<Row extends object>(
  { rows, hasNextPage, hasPreviousPage }: Page<Row>,
  keyOf: (row: Row) => Key,
  totalCount: () => number | Promise<number>,
) {
  const edges = rows.map((node) => ({ node, cursor: writeCursor(keyOf(node)) }));
  return {
    edges,
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor },
    totalCount,
  };
}

/** A page of a list in memory as a Relay connection. Throws as `pageOfList` does. */
export const connectionOfList = <Row extends object>(list: Row[], page: PageRequest, keyOf: (row: Row) => Key) =>
  connectionOf(pageOfList(list, page, keyOf), keyOf, () => list.length);
