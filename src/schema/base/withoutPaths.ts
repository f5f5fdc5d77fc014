/** A text for callers who may not operate: paths of the machine are left out of it. */
export const withoutPaths = (text: string): string =>
  text.replaceAll(
    /(?:file:\/\/|[A-Za-z]:[\\/]|(?<![\w@:/.-])(?:\.{1,2}|~)?\/)[^\s'"`(),;]*/g,
    "a file of the operator",
  );
