import { isFields, type StreamEvent } from "./events.ts";

/** Where an event of a stream states usage: `empty` as null, `alone` without a choice, `beside` a choice. */
export type UsagePlace = "empty" | "alone" | "beside";

/** The places in which an engine states usage in streams for which nobody asked it to. */
export type UsageForm = ReadonlySet<UsagePlace>;

/** What OpenAI documents: usage comes only where it is asked for, and null with all other events then. */
export const DOCUMENTED: UsageForm = new Set();

/** Where an event states usage; null where it does not. */
export function usagePlaceOf(event: StreamEvent): UsagePlace | null {
  if (event === null || event === "done" || !("fields" in event) || !("usage" in event.fields)) return null;
  const { usage, choices } = event.fields;
  if (usage === null) return "empty";
  return Array.isArray(choices) && choices.some(isFields) ? "beside" : "alone";
}

/** Whether an engine tells its usage without being asked to, so that nothing has to be added and taken out. */
export const tellsUnasked = (form: UsageForm) => form.has("alone") || form.has("beside");

/** Remembers for each kind of stream how the engine writes it where usage is not asked for. */
export interface KnownForms {
  /** The form of a kind of stream; undefined where it is not known. */
  get(kind: string): UsageForm | undefined;
  /** Learns it, once for all that ask at the same time. A form that can't be learnt is the documented one. */
  learn(kind: string, ask: () => Promise<UsageForm>): Promise<UsageForm>;
  /** Whether the engine takes the wish for usage; undefined where that was not seen. */
  takesWish(kind: string): boolean | undefined;
  setTakesWish(kind: string, takes: boolean): void;
}

/** The most kinds of streams that are remembered: one is a path with a model. */
const MOST_KINDS = 1000;

export function createKnownForms(): KnownForms {
  const forms = new Map<string, UsageForm>();
  const asked = new Map<string, Promise<UsageForm>>();
  const wishes = new Map<string, boolean>();
  const set = <Value>(map: Map<string, Value>, kind: string, value: Value) => {
    if (map.size < MOST_KINDS || map.has(kind)) map.set(kind, value);
  };
  return {
    get: (kind) => forms.get(kind),
    learn(kind, ask) {
      const under = asked.get(kind);
      if (under) return under;
      const learning = ask()
        .catch(() => DOCUMENTED)
        .then((form) => {
          set(forms, kind, form);
          asked.delete(kind);
          return form;
        });
      asked.set(kind, learning);
      return learning;
    },
    takesWish: (kind) => wishes.get(kind),
    setTakesWish: (kind, takes) => set(wishes, kind, takes),
  };
}
