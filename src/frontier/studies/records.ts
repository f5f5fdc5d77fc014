/** A candidate with its gain, its cost and the day of its release. */
export interface DatedTrade {
  gain: number;
  cost: number;
  releasedOn: string;
}

/** A day on which a record was set. */
export interface DatedRecord {
  date: string;
  value: number;
  /** The row of the candidate that set it. */
  row: number;
}

/**
 * Returns the highest gain within a budget, for each day on which it rose. The list starts with the first candidate
 * within it.
 */
export function gainWithin(trades: readonly DatedTrade[], budget: number): DatedRecord[] {
  return records(
    trades,
    ({ cost }) => cost <= budget,
    ({ gain }) => gain,
  );
}

/**
 * Returns the lowest cost of reaching a target, for each day on which it fell. The list starts with the first that
 * reaches it.
 */
export function costOf(trades: readonly DatedTrade[], target: number): DatedRecord[] {
  return records(
    trades,
    ({ gain }) => gain >= target,
    ({ cost }) => -cost,
  ).map((record) => ({ ...record, value: -record.value }));
}

/** If several candidates of a day beat the record, the best one sets it, and the first of equal ones. */
function records(
  trades: readonly DatedTrade[],
  isAllowed: (trade: DatedTrade) => boolean,
  figure: (trade: DatedTrade) => number,
): DatedRecord[] {
  const rows = [...trades.keys()].filter((row) => isAllowed(trades[row]!) && Number.isFinite(figure(trades[row]!)));
  rows.sort((a, b) => compareDates(trades[a]!, trades[b]!) || figure(trades[b]!) - figure(trades[a]!) || a - b);
  const found: DatedRecord[] = [];
  for (const row of rows) {
    const value = figure(trades[row]!);
    const last = found.at(-1);
    if (last === undefined || value > last.value) found.push({ date: trades[row]!.releasedOn, value, row });
  }
  return found;
}

function compareDates(a: DatedTrade, b: DatedTrade): number {
  return a.releasedOn < b.releasedOn ? -1 : a.releasedOn > b.releasedOn ? 1 : 0;
}
