import { type Key, type Page, writeCursor } from "../../store/reading/page.ts";

/** A page as a Relay connection. The cursor of a row is made of its key. */
export function connectionOf<Row extends object>(
  { rows, hasNextPage, hasPreviousPage }: Page<Row>,
  keyOf: (row: Row) => Key,
) {
  const edges = rows.map((node) => ({ node, cursor: writeCursor(keyOf(node)) }));
  return {
    edges,
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor },
  };
}
