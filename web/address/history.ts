import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** New values of parameters of the address: none to leave one out, several to repeat it. */
export type Change = Record<string, string | number | readonly string[] | null | undefined>;

/** Returns the parameters with a change of some. */
export function changed(parameters: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(change)) {
    next.delete(name);
    for (const one of value == null ? [] : [value].flat()) if (one !== "") next.append(name, String(one));
  }
  return next;
}

/** The address of the page with the given parameters. */
export const addressWith = (parameters: URLSearchParams) =>
  `${location.pathname}${parameters.size > 0 ? `?${readable(parameters)}` : ""}`;

/** Colons, commas and slashes are allowed in the query of an address and easier to read as they are. */
const readable = (parameters: URLSearchParams) =>
  parameters.toString().replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%2F/g, "/");

/**
 * The parameters of the page's address, which hold its whole state, and a function that changes some. A change that goes on,
 * as while something is dragged, makes no step of the history.
 */
export function useAddress(): [URLSearchParams, (change: Change, goesOn?: boolean) => void] {
  const [parameters, set] = useState(() => new URLSearchParams(location.search));
  const latest = useRef(parameters);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const show = useCallback((next: URLSearchParams) => {
    clearTimeout(waiting.current);
    latest.current = next;
    set(next);
  }, []);
  useEffect(() => {
    const returned = () => show(new URLSearchParams(location.search));
    addEventListener("popstate", returned);
    return () => removeEventListener("popstate", returned);
  }, [show]);
  const change = useCallback(
    (wanted: Change, goesOn = false) => {
      const next = changed(latest.current, wanted);
      show(next);
      if (!goesOn) history.pushState(null, "", addressWith(next));
      // Browsers refuse an address that changes many times a second.
      else waiting.current = setTimeout(() => history.replaceState(null, "", addressWith(next)), WRITTEN_AFTER_MS);
    },
    [show],
  );
  return [parameters, change];
}

const WRITTEN_AFTER_MS = 150;
