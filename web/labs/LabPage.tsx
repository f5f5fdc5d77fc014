import { useAddress } from "../address/history.ts";
import { nameInPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { Facts } from "../parts/Facts.tsx";
import { Outside } from "../parts/Outside.tsx";
import { ThingPage } from "../parts/ThingPage.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { Choice } from "../runList/Choice.tsx";
import { RunList } from "../runList/RunList.tsx";

const SIGNED = [
  { value: "true", name: "signed by it" },
  { value: "false", name: "not signed" },
];

/** The page of a lab: its feed and key, how many of its runs it signed, and the runs. */
export function LabPage() {
  const [parameters, change] = useAddress();
  const name = nameInPath(location.pathname);
  const asked = useAsked(name, (signal) => readLab(name, signal));
  const verified = SIGNED.find(({ value }) => value === parameters.get("verified"));
  return (
    <ThingPage {...{ asked, parameters, change }} kind="Lab" title={(lab) => lab.name}>
      {(lab) => (
        <>
          <Facts
            facts={[
              ["Name in queries", <code>{lab.slug}</code>],
              ["Page", lab.url && <Outside address={lab.url} />],
              [
                "Feed",
                lab.feedKey ? (
                  <>
                    followed here, known by the key <code>{lab.feedKey}</code>
                  </>
                ) : (
                  "none is followed here"
                ),
              ],
              ["Runs", lab.all.totalCount.toLocaleString("en-US")],
              ["Signed by it", lab.signed.totalCount.toLocaleString("en-US")],
              ["Reproduced by other labs", lab.reproduced.totalCount.toLocaleString("en-US")],
              ["Disputed by other labs", lab.disputed.totalCount.toLocaleString("en-US")],
            ]}
          />
          <section aria-label="Runs">
            <h3>Runs</h3>
            <Choice {...{ parameters, change }} name="verified" title="Signed" options={SIGNED} />
            <RunList
              {...{ parameters, change }}
              same="lab"
              where={{ lab: [lab.slug], ...(verified && { verified: verified.value === "true" }) }}
            />
          </section>
        </>
      )}
    </ThingPage>
  );
}

async function readLab(slug: string, signal: AbortSignal) {
  const { lab } = await client.query(
    {
      lab: [{ slug }, { slug: true, name: true, url: true, feedKey: true, runs: [{ first: 1 }, { totalCount: true }] }],
    },
    { signal },
  );
  const { runs: all, ...facts } = lab!;
  const numberOf = async (where: { verified?: true; reproduced?: true; disputed?: true }) => {
    const { runs } = await client.query(
      { runs: [{ first: 1, where: { ...where, lab: [facts.slug] } }, { totalCount: true }] },
      { signal },
    );
    return runs;
  };
  const [signed, reproduced, disputed] = await Promise.all([
    numberOf({ verified: true }),
    numberOf({ reproduced: true }),
    numberOf({ disputed: true }),
  ]);
  return { ...facts, all, signed, reproduced, disputed };
}
