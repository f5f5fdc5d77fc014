/** What the kit holds a plugin against. */
export interface Rule {
  /** What is looked at, e.g. `grading`. */
  area: string;
  /** What must hold, as a sentence. */
  holds: string;
  /** What goes wrong where it does not. */
  why: string;
  /** The document, with its section, that says more. */
  read: string;
  /** Whether a breach is a warning: the plugin works, and people should know. */
  isAdvice?: true;
}
