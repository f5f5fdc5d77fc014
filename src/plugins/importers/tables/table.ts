/** The rows of a file, each with a cell for each column. */
export interface Table {
  columns: string[];
  rows: AsyncIterable<readonly unknown[]>;
}
