/** One hop of the pipeline: sums since the platform started. */
export interface Hop {
  hop: string;
  resource: string;
  recordsIn: number;
  recordsOut: number;
  bytesIn: number;
  bytesOut: number;
  errors: number;
  lagSeconds: number | null;
}

export interface Status {
  status: string;
  version: string;
  uptimeSeconds: number;
  residentBytes: number;
  dataDirectory: string;
  region: string;
  accountId: string;
  ports: Record<string, number>;
  services: Record<string, string>;
  hops: Hop[];
}

/** One chart of a dashboard: which columns of the report it draws. */
export interface Visual {
  title: string;
  kind: "line" | "bar" | "pie" | "table" | "number";
  x?: string;
  y?: string;
  series?: string;
  unit?: string;
}

export interface Dashboard {
  name: string;
  title: string;
  report: string;
  visuals: Visual[];
}

export interface Report {
  key: string;
  lastModified: string;
  columns: string[];
  rows: (string | null)[][];
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`/_weir/${path}`, { headers: { accept: "application/json" } });
  if (!response.ok) {
    throw new Error((await response.text()) || response.statusText);
  }
  return (await response.json()) as T;
}

export const api = {
  status: () => get<Status>("status"),
  dashboards: () => get<Dashboard[]>("api/dashboards"),
  report: (name: string) => get<Report>(`api/dashboards/${encodeURIComponent(name)}/report`),
};
