/** Prints rows as a table, or as JSON if the command was called with `--json`. */
export function report(title: string, rows: Record<string, string | number>[], aims: string[] = []): void {
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ title, rows, aims }, null, 2));
    return;
  }
  console.log(title);
  console.table(rows);
  for (const aim of aims) console.log(aim);
}

/** Rounds to three significant digits, since timings here are not more precise than that. */
export const round = (value: number) => Number(value.toPrecision(3));
