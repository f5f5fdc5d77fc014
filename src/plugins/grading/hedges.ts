/** Matches words that deny a value, bound it or make it depend on something, so that it is not the value alone. */
export const HEDGE =
  /\b(?:not?|never|none|cannot|neither|nor|unable|without|unless|except|if|when|error|infinite\w*|than|at\s+(?:most|least)|up\s+to|between|below|above|under|over|exceed\w*|or\s+(?:more|less|fewer)|incorrect|wrong|false|invalid|reject\w*|extraneous|impossible|fails?)\b|n't\b/i;
