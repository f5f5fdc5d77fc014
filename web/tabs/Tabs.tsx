import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Change } from "../address/history.ts";
import type { Question } from "../data/question.ts";
import type { StartFacts } from "../data/startFacts.ts";
import type { useFrontier } from "../frontier/useFrontier.ts";
import { later } from "../parts/later.tsx";
import type { Theme } from "../parts/useColours.ts";

export const TABS = [
  { name: "frontier", title: "Frontier" },
  { name: "table", title: "Table" },
  { name: "compare", title: "Compare two" },
  { name: "trajectory", title: "Trajectory" },
  { name: "saturation", title: "Saturation" },
  { name: "groups", title: "Groups" },
  { name: "points", title: "Operating points" },
] as const;
export type TabName = (typeof TABS)[number]["name"];

/** What a tab is given. */
export interface TabProps {
  question: Question;
  facts: StartFacts;
  frontier: ReturnType<typeof useFrontier>;
  parameters: URLSearchParams;
  change(change: Change, goesOn?: boolean): void;
  theme: Theme | null;
}

/** The tabs that are not the picture are loaded when they are first shown. */
const LATER = {
  table: later<TabProps>(async () => (await import("./Table.tsx")).Table),
  compare: later<TabProps>(async () => (await import("./Compare.tsx")).Compare),
  trajectory: later<TabProps>(async () => (await import("./Trajectory.tsx")).Trajectory),
  saturation: later<TabProps>(async () => (await import("./Saturation.tsx")).Saturation),
  groups: later<TabProps>(async () => (await import("./Groups.tsx")).Groups),
};

/** The tabs of a frontier. The arrow keys lead from one to the next, as in any row of tabs. */
export function Tabs({ tab, children, ...props }: TabProps & { tab: TabName; children: ComponentChildren }) {
  const row = useRef<HTMLDivElement>(null);
  const open = (name: TabName) => props.change({ tab: name === "frontier" ? null : name, point: null, zoom: null });
  const onKeyDown = (event: KeyboardEvent) => {
    const at = TABS.findIndex(({ name }) => name === tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const { name } = TABS[(next + TABS.length) % TABS.length]!;
    open(name);
    row.current?.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  const Content = tab in LATER ? LATER[tab as keyof typeof LATER] : null;
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Views of the frontier" ref={row} onKeyDown={onKeyDown}>
        {TABS.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === tab}
            aria-controls="tab-content"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => open(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-content" aria-labelledby={`tab-${tab}`}>
        {Content ? <Content {...props} /> : children}
      </div>
    </>
  );
}
