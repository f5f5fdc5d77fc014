/** A number of places for each caller. Who finds none waits for a place of the same caller. */
export interface Places {
  take(caller: string): Place;
}

export interface Place {
  /** Resolves to false when a place is free; null if it was free at once. It stays open if the place is given up before. */
  begun: Promise<false> | null;
  /** Gives the place up, or stops waiting for it. */
  end(): void;
}

export function createPlaces(ofOneCaller: number): Places {
  const callers = new Map<string, { taken: number; waiting: Set<() => void> }>();
  return {
    take(name) {
      const caller = callers.get(name) ?? { taken: 0, waiting: new Set() };
      callers.set(name, caller);
      let state: "waiting" | "taken" | "ended" = "waiting";
      const begin = () => {
        state = "taken";
        caller.taken++;
      };
      let wake = begin;
      let begun: Promise<false> | null = null;
      if (caller.taken < ofOneCaller) begin();
      else {
        begun = new Promise((resolve) => {
          wake = () => {
            begin();
            resolve(false);
          };
        });
        caller.waiting.add(wake);
      }
      return {
        begun,
        end() {
          if (state === "taken") {
            caller.taken--;
            const [next] = caller.waiting;
            if (next) {
              caller.waiting.delete(next);
              next();
            }
          }
          caller.waiting.delete(wake);
          state = "ended";
          if (caller.taken === 0 && caller.waiting.size === 0 && callers.get(name) === caller) callers.delete(name);
        },
      };
    },
  };
}
