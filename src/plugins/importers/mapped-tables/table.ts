/** The rows of a file, each with a cell for each column. */
export interface Table {
  columns: string[];
  rows: AsyncIterable<readonly unknown[]>;
  /** Ends what reads the file, also where not all rows were taken. */
  close(): void;
}
