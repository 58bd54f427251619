// The transform: what is not a reading is dropped or marked, what is gets typed, trimmed and a line of its own.
const missing = new Set(["", "NA", "N/A", "null", "NaN", "-"]);

export const handler = async (event) => ({
  records: event.records.map(({ recordId, data }) => {
    let reading;
    try {
      reading = JSON.parse(Buffer.from(data, "base64").toString("utf8"));
    } catch {
      return { recordId, result: "ProcessingFailed", data };
    }
    if (reading === null || typeof reading !== "object" || Array.isArray(reading)) {
      return { recordId, result: "ProcessingFailed", data };
    }
    if (reading.kind === "heartbeat") {
      return { recordId, result: "Dropped", data };
    }
    for (const [name, value] of Object.entries(reading)) {
      if (typeof value === "string" && missing.has(value.trim())) reading[name] = null;
      else if (typeof value === "number" && !Number.isInteger(value)) reading[name] = Math.round(value * 1e6) / 1e6;
    }
    return { recordId, result: "Ok", data: Buffer.from(`${JSON.stringify(reading)}\n`).toString("base64") };
  }),
});
