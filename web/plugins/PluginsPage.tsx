import { useAddress } from "../address/history.ts";
import { client } from "../data/client.ts";
import { Outside } from "../parts/Outside.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";
import { ThingPage } from "../parts/ThingPage.tsx";
import { useAsked } from "../parts/useAsked.ts";

/** The page of plugins: those that are installed, those that are left out and why, and those that others published. */
export function PluginsPage() {
  const [parameters, change] = useAddress();
  const asked = useAsked("plugins", readPlugins);
  const kind = parameters.get("kind");
  return (
    <ThingPage {...{ asked, parameters, change }} kind="Store" title={() => "Plugins"}>
      {({ plugins, pluginProblems, publishedPlugins }) => (
        <>
          {pluginProblems.length > 0 && (
            <section aria-label="Left out">
              <h3>Left out</h3>
              <ul>
                {pluginProblems.map(({ source, stage, code, message }) => (
                  <li key={`${source}|${code}|${message}`} class="warning">
                    <b>{source}</b>, at {stage.toLowerCase()}: {message} ({code})
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section aria-label="Installed">
            <h3>Installed</h3>
            <label class="field">
              <span>Kind</span>
              <select value={kind ?? ""} onChange={({ currentTarget }) => change({ kind: currentTarget.value })}>
                <option value="">all</option>
                {[...new Set(plugins.map((plugin) => plugin.kind))].map((one) => (
                  <option key={one} value={one}>
                    {one.toLowerCase()}
                  </option>
                ))}
              </select>
            </label>
            {plugins.length === 0 && <p>None is: this server only answers queries, and measures nothing.</p>}
            <Scrolls label="Table of plugins">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Plugin</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Version</th>
                    <th scope="col">Contract</th>
                    <th scope="col">What it adds</th>
                    <th scope="col">From</th>
                  </tr>
                </thead>
                <tbody>
                  {plugins
                    .filter((plugin) => !kind || plugin.kind === kind)
                    .map(({ name, kind: of, version, apiVersion, description, source }) => (
                      <tr key={`${of}|${name}`}>
                        <th scope="row">{name}</th>
                        <td>{of.toLowerCase()}</td>
                        <td>{version}</td>
                        <td>{apiVersion}</td>
                        <td>{description}</td>
                        <td>{source}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </Scrolls>
          </section>
          <section aria-label="Published by others">
            <h3>Published by others</h3>
            {publishedPlugins.length === 0 && <p>The register of this release holds none.</p>}
            <ul>
              {publishedPlugins.map((plugin) => (
                <li key={plugin.name}>
                  <b>{plugin.name}</b>, {plugin.kind}: {plugin.description} {plugin.license},{" "}
                  <Outside address={plugin.repository} text="source" />.
                  {plugin.reproduced && (
                    <>
                      {" "}
                      <span class="mark-text">Reproduced</span>:{" "}
                      {plugin.reproductionRuns.map((run, i) => (
                        <span key={run}>
                          {i > 0 && ", "}
                          <Outside address={run} text={`run ${i + 1}`} />
                        </span>
                      ))}
                    </>
                  )}
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </ThingPage>
  );
}

const readPlugins = (signal: AbortSignal) =>
  client.query(
    {
      plugins: { name: true, kind: true, version: true, apiVersion: true, description: true, source: true },
      pluginProblems: { source: true, stage: true, code: true, message: true },
      publishedPlugins: {
        ...{ name: true, kind: true, description: true, license: true, repository: true },
        ...{ reproduced: true, reproductionRuns: true },
      },
    },
    { signal },
  );
