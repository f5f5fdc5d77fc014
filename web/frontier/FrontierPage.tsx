import { useCallback, useEffect, useMemo } from "preact/hooks";
import { AddressError } from "../address/frontierArguments.ts";
import { useAddress } from "../address/history.ts";
import { readStartFacts, usualBenchmark } from "../data/startFacts.ts";
import { CheckList } from "../filters/CheckList.tsx";
import { Filters } from "../filters/Filters.tsx";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { Theme } from "../parts/useColours.ts";
import { Share } from "../share/Share.tsx";
import { TABS, type TabName, Tabs } from "../tabs/Tabs.tsx";
import { AxisChoice } from "./AxisChoice.tsx";
import { FrontierView } from "./FrontierView.tsx";
import { argumentsOf, PLACES, useFrontier } from "./useFrontier.ts";

/** The page of a frontier with all its tabs, or, in the frame of another page, its picture alone. */
export function FrontierPage({ isEmbedded }: { isEmbedded: boolean }) {
  const [parameters, change] = useAddress();
  const theme = (["light", "dark"].find((name) => name === parameters.get("theme")) ?? null) as Theme | null;
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  const start = useAsked("start", readStartFacts);
  const facts = start.value;
  const args = argumentsOf(parameters);
  const needsBenchmark = facts !== null && !(args instanceof Error) && !args.where?.benchmark?.length;
  const usual = useAsked(needsBenchmark ? "usual" : null, async () => (await usualBenchmark(facts!)) ?? null);
  useEffect(() => {
    if (needsBenchmark && usual.value) change({ benchmark: usual.value }, true);
  }, [needsBenchmark, usual.value]);
  const tab = (TABS.find(({ name }) => name === parameters.get("tab"))?.name ?? "frontier") as TabName;
  const grain = tab === "points" && !isEmbedded ? "OPERATING_POINT" : undefined;
  const frontier = useFrontier(parameters, facts, grain);
  const { question, picture, candidates, list, known } = frontier;
  const wrong = args instanceof AddressError ? args : question instanceof Error ? question : null;
  const failure = wrong ?? start.error ?? usual.error ?? list.error;
  const again = useCallback(() => {
    start.again();
    usual.again();
    list.again();
  }, [start.again, usual.again, list.again]);
  const isEmptyStore = needsBenchmark && usual.isCurrent && usual.value === null;
  const benchmarks = useMemo(() => parameters.getAll("benchmark"), [parameters]);
  useEffect(() => {
    document.title = picture ? `${picture.title} – Paretograph` : "Paretograph";
  }, [picture?.title]);

  const shown = picture && question && !(question instanceof Error) && (
    <FrontierView {...{ frontier, picture, question, facts: facts!, parameters, change, theme, isEmbedded }} />
  );
  const state = isEmptyStore ? (
    <EmptyStore />
  ) : failure && (wrong || !list.value) ? (
    <Failure error={failure} again={wrong ? undefined : again} />
  ) : null;
  if (isEmbedded) {
    return (
      <main class="embedded">
        {state ?? shown ?? <Waiting />}
        <a class="muted" href={`/?${parameters}`} target="_blank" rel="noopener">
          Paretograph
        </a>
      </main>
    );
  }
  return (
    <>
      <header class="top">
        <a class="skip" href="#main">
          To the results
        </a>
        <h1>
          <a href="/">Paretograph</a>
        </h1>
        {picture && question && !(question instanceof Error) && <Share {...{ parameters, question, picture }} />}
        <nav aria-label="Elsewhere">
          <a href="/docs">Docs</a> <a href="/graphql">API</a>
        </nav>
        <button
          type="button"
          onClick={() => change({ theme: isDarkNow(theme) ? "light" : "dark" })}
          aria-label={isDarkNow(theme) ? "Light colours" : "Dark colours"}
        >
          {isDarkNow(theme) ? "☀" : "☾"}
        </button>
      </header>
      <div class="columns">
        {facts && question && !(question instanceof Error) && (
          <aside aria-label="What is shown">
            <details class="choices" open={innerWidth > NARROW}>
              <summary>Filters and axes</summary>
              <CheckList
                legend="Benchmarks"
                isOpen
                options={facts.benchmarks
                  .filter(({ runCount }) => runCount > 0)
                  .sort((a, b) => b.runCount - a.runCount)
                  .map(({ slug, name, runCount }) => ({ value: slug, name, count: runCount }))}
                chosen={benchmarks}
                onChange={(next) => change({ benchmark: next, point: null, zoom: null })}
              />
              <AxisChoice {...{ facts, question, candidates, change }} size={parameters.get("size")} />
              <Filters {...{ facts, question, candidates, parameters, change }} certainty={known} places={PLACES} />
            </details>
          </aside>
        )}
        <main id="main" tabIndex={-1}>
          {list.error && list.value && <Failure error={list.error} again={again} />}
          {state ??
            (shown ? (
              <Tabs {...{ tab, parameters, change, facts: facts!, frontier, theme }} question={question as never}>
                {shown}
              </Tabs>
            ) : (
              <Waiting />
            ))}
        </main>
      </div>
    </>
  );
}

/** On a narrower window, in pixels, the filters are folded. */
const NARROW = 800;

const isDarkNow = (theme: Theme | null) =>
  theme === null ? matchMedia("(prefers-color-scheme:dark)").matches : theme === "dark";

const Waiting = () => (
  <p aria-busy="true" class="muted">
    Loading …
  </p>
);

function EmptyStore() {
  return (
    <div class="notice" role="status">
      <h2>This store holds no results yet</h2>
      <p>
        A server that begins with an empty store loads the published results by itself, unless it was told not to.
        Otherwise measure a model with <code>paretograph run</code>, or bring files of another tool with{" "}
        <code>paretograph import</code>; then load this page again.
      </p>
    </div>
  );
}
