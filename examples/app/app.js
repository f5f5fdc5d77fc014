// Asks a server of another origin for a frontier, shows it, and follows it. The address of the page says which:
// ?server=https://results.example.org/graphql&benchmark=gpqa-diamond
import { createClient, ParetographError } from "paretograph/client";

const parameters = new URLSearchParams(location.search);
const benchmark = parameters.get("benchmark") ?? "gpqa-diamond";
const client = createClient({ url: parameters.get("server") ?? "http://localhost:4000/graphql" });

const where = { benchmark: [benchmark] };
const selected = {
  dataVersion: true,
  points: { mode: true, model: { name: true }, measures: { metric: { name: true }, value: true } },
  sources: { lab: { name: true }, license: true },
};

const element = (id) => document.getElementById(id);
const say = (text) => {
  element("state").textContent = text;
};

function show({ points, sources, dataVersion }) {
  const rows = points.map(({ model, mode, measures }) => {
    const figure = (name) => measures.find(({ metric }) => metric.name === name)?.value;
    const row = document.createElement("tr");
    row.insertCell().textContent = model.name;
    row.insertCell().textContent = mode;
    for (const text of [figure("accuracy")?.toFixed(3), figure("flops")?.toExponential(2)]) {
      const cell = row.insertCell();
      cell.className = "number";
      cell.textContent = text ?? "";
    }
    return row;
  });
  element("points").replaceChildren(...rows);
  const named = sources.map(({ lab, license }) => (license ? `${lab.name} (${license})` : lab.name));
  element("sources").textContent = named.length > 0 ? `Sources: ${named.join(", ")}.` : "";
  say(`${points.length} points, version ${dataVersion} of the data.`);
}

element("benchmark").textContent = benchmark;
try {
  const { frontier } = await client.query({ frontier: [{ where }, selected] });
  show(frontier);
  // The first event is the frontier as it is now; the others come when it has changed.
  for await (const { frontierChanged } of client.subscribe({ frontierChanged: [{ where }, selected] })) {
    show(frontierChanged);
  }
} catch (error) {
  say(
    error instanceof ParetographError
      ? `${error.code}: ${error.message}`
      : `The server can't be reached: ${error.message}`,
  );
}
