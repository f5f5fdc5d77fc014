import { ParetographError } from "../../src/apiClient/clientError.ts";
import { useAddress } from "../address/history.ts";
import { benchmarkPath, labPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { Outside } from "../parts/Outside.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";
import { ThingPage } from "../parts/ThingPage.tsx";
import { timeInWords } from "../parts/time.ts";
import { useAsked } from "../parts/useAsked.ts";
import { SignIn } from "../signing/SignIn.tsx";

const ACTIONS = { ACCEPT: "are taken", QUARANTINE: "wait for an operator", REFUSE: "are refused" } as const;

/** The page of the feeds of other labs that this store follows, which operators alone may see. */
export function PeersPage() {
  const [parameters, change] = useAddress();
  const asked = useAsked("peers", readPeers);
  return (
    <ThingPage {...{ asked, parameters, change }} kind="Store" title={() => "Peers"}>
      {(answer) => (
        <>
          <div class="tools">
            <SignIn needed="Peers and policies are shown to the scope operate." />
          </div>
          {"refused" in answer ? (
            <p class="notice">
              Addresses of feeds are the matter of operators: {answer.refused.message} ({answer.refused.code}) The page
              of a lab says to everybody by which key its feed is known.
            </p>
          ) : (
            <Shown {...answer} />
          )}
        </>
      )}
    </ThingPage>
  );
}

type Read = Awaited<ReturnType<typeof askPeers>>;

function Shown({ peers, peerPolicies }: Read) {
  return (
    <>
      {peers.length === 0 ? (
        <p>
          This store follows no feed. <code>paretograph peer add URL</code> follows one.
        </p>
      ) : (
        <Scrolls label="Table of peers">
          <table>
            <thead>
              <tr>
                <th scope="col">Lab</th>
                <th scope="col">Feed</th>
                <th scope="col">Key</th>
                <th scope="col" class="number">
                  Behind, manifests
                </th>
                <th scope="col">Read last</th>
                <th scope="col">What was wrong last</th>
                <th scope="col" class="number">
                  Taken, MB
                </th>
              </tr>
            </thead>
            <tbody>
              {peers.map((peer) => (
                <tr key={peer.url}>
                  <th scope="row">
                    <a href={labPath(peer.lab)}>{peer.lab}</a>
                  </th>
                  <td>
                    <Outside address={peer.url} />
                  </td>
                  <td>{peer.key ? <code>{peer.key}</code> : "revoked: nothing is taken"}</td>
                  <td class="number">{peer.lag}</td>
                  <td>{peer.pulledAt ? timeInWords(peer.pulledAt) : "never"}</td>
                  <td>{peer.error ? `${peer.error} (${peer.errorCode})` : "nothing"}</td>
                  <td class="number">
                    {(peer.bytes / 1e6).toFixed(1)} of {(peer.mostBytes / 1e6).toFixed(0)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
      <h3>Policies</h3>
      {peerPolicies.length === 0 && <p>There is none: all runs of peers are taken.</p>}
      <ul>
        {peerPolicies.map(({ peer, lab, benchmark, action }) => (
          <li key={`${peer}|${lab}|${benchmark}`}>
            Runs of {lab ? <a href={labPath(lab)}>{lab}</a> : "any lab"} on{" "}
            {benchmark ? <a href={benchmarkPath(benchmark)}>{benchmark}</a> : "any benchmark"} from{" "}
            {peer ? <a href={labPath(peer)}>{peer}</a> : "any peer"} {ACTIONS[action]}.
          </li>
        ))}
      </ul>
    </>
  );
}

async function readPeers(signal: AbortSignal): Promise<Read | { refused: ParetographError }> {
  try {
    return await askPeers(signal);
  } catch (error) {
    if (error instanceof ParetographError && ["UNAUTHENTICATED", "FORBIDDEN"].includes(error.code)) {
      return { refused: error };
    }
    throw error;
  }
}

const askPeers = (signal: AbortSignal) =>
  client.query(
    {
      peers: {
        ...{ lab: true, url: true, key: true, lag: true, pulledAt: true, bytes: true, mostBytes: true },
        ...{ error: true, errorCode: true },
      },
      peerPolicies: { peer: true, lab: true, benchmark: true, action: true },
    },
    { signal },
  );
