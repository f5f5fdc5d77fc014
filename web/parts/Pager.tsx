import type { Change } from "../address/history.ts";

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export const PAGE_INFO = { hasNextPage: true, hasPreviousPage: true, startCursor: true, endCursor: true } as const;

/** The arguments of the page of a list that an address asks for. The list's name precedes its parameters. */
export function pageArguments(parameters: URLSearchParams, list: string, size: number) {
  const [after, before] = [parameters.get(`${list}.after`), parameters.get(`${list}.before`)];
  if (before) return { last: size, before };
  return { first: size, ...(after && { after }) };
}

/** The change of an address that begins a list from its start. */
export const fromStart = (list: string): Change => ({ [`${list}.after`]: null, [`${list}.before`]: null });

interface PagerProps {
  list: string;
  page: PageInfo;
  /** What is on the page, in words. */
  shown: string;
  change(change: Change): void;
}

/** Leads through the pages of a list, whose place is in the address. */
export function Pager({ list, page, shown, change }: PagerProps) {
  return (
    <p class="tools">
      <span class="muted">{shown}</span>
      {(page.hasPreviousPage || page.hasNextPage) && (
        <>
          <button
            type="button"
            disabled={!page.hasPreviousPage}
            onClick={() => change({ ...fromStart(list), [`${list}.before`]: page.startCursor })}
          >
            Previous
          </button>
          <button
            type="button"
            disabled={!page.hasNextPage}
            onClick={() => change({ ...fromStart(list), [`${list}.after`]: page.endCursor })}
          >
            Next
          </button>
        </>
      )}
    </p>
  );
}
