import { useCallback, useEffect, useState } from "preact/hooks";

/** What was asked of the server: the answer of the last question that was answered, and how the present one stands. */
export interface Asked<Value> {
  value: Value | null;
  /** Whether the value answers the present question, so far as it has come. */
  isCurrent: boolean;
  isLoading: boolean;
  error: Error | null;
  again(): void;
}

interface State<Value> {
  question: string | null;
  value: Value | null;
  isLoading: boolean;
  error: Error | null;
}

/**
 * Asks when the question changes, and gives up what was asked before. A question that is null is not asked.
 *
 * @param ask gives its answer in one part or in several that grow.
 * @param afterMs waits so long first, for questions that change quickly.
 */
export function useAsked<Value>(
  question: string | null,
  ask: (signal: AbortSignal) => AsyncIterable<Value> | Promise<Value>,
  afterMs = 0,
): Asked<Value> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<State<Value>>({ question: null, value: null, isLoading: true, error: null });
  // The question says all that the function depends on.
  useEffect(() => {
    if (question === null) return;
    const ended = new AbortController();
    const set = (change: Partial<State<Value>>) => {
      if (!ended.signal.aborted) setState((before) => ({ ...before, ...change }));
    };
    const begin = async () => {
      set({ isLoading: true, error: null });
      try {
        const answer = ask(ended.signal);
        if (Symbol.asyncIterator in answer) for await (const value of answer) set({ question, value });
        else set({ question, value: await answer });
      } catch (error) {
        set({ error: error instanceof Error ? error : new Error(String(error)) });
      }
      set({ isLoading: false });
    };
    const timer = afterMs > 0 ? setTimeout(begin, afterMs) : void begin();
    return () => {
      if (timer) clearTimeout(timer);
      ended.abort();
    };
  }, [question, attempt]);
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  const { value, isLoading, error } = state;
  return { value, isLoading, error, isCurrent: question !== null && state.question === question, again };
}
