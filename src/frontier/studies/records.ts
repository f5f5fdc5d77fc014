/** A candidate with what it gains, what it costs and the day from which it could be had. */
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

/** The most that can be gained within a budget as of each day on which that rose; none before any candidate is within it. */
export function gainWithin(trades: readonly DatedTrade[], budget: number): DatedRecord[] {
  return records(
    trades,
    ({ cost }) => cost <= budget,
    ({ gain }) => gain,
  );
}

/** The least that it costs to gain a target as of each day on which that fell; none before any candidate reaches it. */
export function costOf(trades: readonly DatedTrade[], target: number): DatedRecord[] {
  return records(
    trades,
    ({ gain }) => gain >= target,
    ({ cost }) => -cost,
  ).map((record) => ({ ...record, value: -record.value }));
}

/** Of several candidates of a day that beat the record the best sets it, of equal ones the first. */
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
