import { useRef } from "react";
import type { Hop, Status } from "./api";

export interface Rate {
  /** Records per second through the hop, and bytes per second, over the last steps. */
  records: number;
  bytes: number;
  /** Records per second, oldest first: the small curve. */
  curve: number[];
}

const curveLength = 60;
const windowSeconds = 5;

interface Sample {
  at: number;
  records: number;
  bytes: number;
}

const through = (hop: Hop) => Math.max(hop.recordsIn, hop.recordsOut);
const bytesThrough = (hop: Hop) => Math.max(hop.bytesIn, hop.bytesOut);

/** Turns sums into rates: remembers each hop's last minute of samples. */
export function useRates(status: Status | null): (hop: Hop) => Rate {
  const samples = useRef(new Map<string, Sample[]>());
  const seen = useRef<Status | null>(null);

  if (status && seen.current !== status) {
    seen.current = status;
    for (const hop of status.hops) {
      const key = `${hop.hop}|${hop.resource}`;
      const list = samples.current.get(key) ?? [];
      const last = list.at(-1);
      if (last && through(hop) < last.records) list.length = 0; // the platform started anew
      list.push({ at: performance.now() / 1000, records: through(hop), bytes: bytesThrough(hop) });
      if (list.length > curveLength + 1) list.shift();
      samples.current.set(key, list);
    }
  }

  return (hop) => {
    const list = samples.current.get(`${hop.hop}|${hop.resource}`) ?? [];
    const last = list.at(-1);
    const first = last && list.find((one) => last.at - one.at <= windowSeconds);
    if (!last || !first || last.at === first.at) return { records: 0, bytes: 0, curve: [] };
    const span = last.at - first.at;
    return {
      records: (last.records - first.records) / span,
      bytes: (last.bytes - first.bytes) / span,
      curve: list.slice(1).map((one, index) => (one.records - list[index]!.records) / Math.max(one.at - list[index]!.at, 0.001)),
    };
  };
}
