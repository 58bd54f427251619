import { api, type Dashboard, type Report, type Visual } from "./api";
import { Chart } from "./Chart";
import type { textOf } from "./text";
import { useEvery } from "./useEvery";

type Text = ReturnType<typeof textOf>;

/** The dashboards that exist, and the chosen one drawn from the newest report of its last hop. */
export function DashboardPage({ name, text }: { name: string | undefined; text: Text }) {
  const { value: dashboards, error } = useEvery(5000, api.dashboards, "dashboards");
  if (error && !dashboards) return <p className="trouble">{error}</p>;
  if (!dashboards) return null;
  const chosen = dashboards.find((one) => one.name === decodeURIComponent(name ?? "")) ?? dashboards[0];
  if (!chosen) return <p className="empty">{text.noDashboards}</p>;
  return (
    <>
      {dashboards.length > 1 && (
        <nav className="tabs">
          {dashboards.map((one) => (
            <a key={one.name} href={`#/dashboards/${encodeURIComponent(one.name)}`} className={one === chosen ? "here" : ""}>
              {one.title}
            </a>
          ))}
        </nav>
      )}
      <Board key={chosen.name} dashboard={chosen} text={text} />
    </>
  );
}

function Board({ dashboard, text }: { dashboard: Dashboard; text: Text }) {
  const { value: report, error } = useEvery(1000, () => api.report(dashboard.name), dashboard.name);
  return (
    <article className="board">
      <h1>{dashboard.title}</h1>
      {report ? (
        <p className="source">
          {text.updated} {new Date(report.lastModified).toLocaleTimeString()} · <code>{report.key}</code>
        </p>
      ) : (
        <p className="source">
          {error ?? (
            <>
              {text.noReport} <code>{dashboard.report}</code>
            </>
          )}
        </p>
      )}
      <div className="visuals">
        {report && dashboard.visuals.map((visual) => <VisualCard key={visual.title} visual={visual} report={report} />)}
      </div>
    </article>
  );
}

function VisualCard({ visual, report }: { visual: Visual; report: Report }) {
  return (
    <section className={`visual ${visual.kind}`} data-visual={visual.title}>
      <h2>{visual.title}</h2>
      {visual.kind === "table" ? (
        <Table report={report} />
      ) : visual.kind === "number" ? (
        <BigNumber visual={visual} report={report} />
      ) : (
        <Chart visual={visual} report={report} />
      )}
    </section>
  );
}

function BigNumber({ visual, report }: { visual: Visual; report: Report }) {
  const column = report.columns.indexOf(visual.y ?? "");
  const total = report.rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
  return (
    <p className="number">
      {column < 0 ? "–" : total.toLocaleString()} <small>{visual.unit}</small>
    </p>
  );
}

const rowsShown = 200;

function Table({ report }: { report: Report }) {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            {report.columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.slice(0, rowsShown).map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column}>{value ?? "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
