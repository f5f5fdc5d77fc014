/**
 * The extension of a root field that a federated graph does not get, since it answers for this API alone and other subgraphs
 * have one of the same name.
 */
export const OUTSIDE_SUBGRAPH = { outsideSubgraph: true };

export const isOutsideSubgraph = (extensions: object | null | undefined) =>
  (extensions as Partial<typeof OUTSIDE_SUBGRAPH> | null | undefined)?.outsideSubgraph === true;
