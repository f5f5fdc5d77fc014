import { client } from "../data/client.ts";
import { useAsked } from "../parts/useAsked.ts";

/** The ways in which the models on a benchmark's frontier were asked and graded. */
export function Protocols({ benchmark }: { benchmark: string }) {
  const { value, error } = useAsked(benchmark, async (signal) => {
    const { frontier } = await client.query(
      { frontier: [{ where: { benchmark: [benchmark] } }, { protocols: { protocol: true, pointCount: true } }] },
      { signal },
    );
    return frontier?.protocols ?? [];
  });
  if (error) return <>could not be asked: {error.message}</>;
  if (!value) return <span aria-busy="true">Loading …</span>;
  if (value.length === 0) return <>none: nothing is on its frontier</>;
  return (
    <>
      {value.map(({ protocol, pointCount }, i) => (
        <span key={protocol}>
          {i > 0 && ", "}
          {protocol === null ? "not known" : <code>{protocol}</code>} ({pointCount}{" "}
          {pointCount === 1 ? "point" : "points"} of the frontier)
        </span>
      ))}
    </>
  );
}
