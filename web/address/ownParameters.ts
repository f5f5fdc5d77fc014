/** The parameters of the page's address that say how it is shown. All others are arguments of the frontier, as in `/frontier.svg`. */
export const OWN_PARAMETERS = {
  tab: "what is shown of the frontier",
  size: "the metric that the size of a point shows",
  zoom: "the values at the ends of both axes, as 1e12:1e15:0.2:0.8",
  budget: "the limit on the horizontal axis that the sentence answers",
  point: "the candidate whose details are open",
  sort: "the column that the table is sorted by, with - before it for the other way round",
  a: "the first candidate that is compared",
  b: "the second one",
  by: "what the groups have in common",
  target: "the value that the trajectory looks for",
  gain: "what ten times the budget must add, for the saturation",
  theme: "light or dark; as the reader's system is without it",
} as const;

export type OwnParameter = keyof typeof OWN_PARAMETERS;

/** The address of the same frontier elsewhere: without what only the page understands, except for what is named. */
export function withoutOwn(parameters: URLSearchParams, ...kept: OwnParameter[]): URLSearchParams {
  const isKept = (name: string) => !(name in OWN_PARAMETERS) || (kept as string[]).includes(name);
  return new URLSearchParams([...parameters].filter(([name]) => isKept(name)));
}
