import { useEffect } from "preact/hooks";

const RENEWED_AFTER_MS = 4000;

/**
 * Renews a page for as long as an answer says that more is coming.
 *
 * @param coming what the last answer says of it, which is another object with each answer; null once nothing more comes.
 */
export function useRenewal(coming: object | null, renew: () => void): void {
  useEffect(() => {
    if (coming === null) return;
    const timer = setTimeout(renew, RENEWED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [coming]);
}
