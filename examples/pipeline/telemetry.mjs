// This machine's own telemetry, read from the operating system; every source is a device.
import { readdirSync, readFileSync, statfsSync } from "node:fs";
import os from "node:os";

const isLinux = os.platform() === "linux";
const processesShown = 12;
const clockTick = 100; // USER_HZ, the unit of /proc times on every Linux
const sectorBytes = 512;

/** Makes a sampler: each call gives the readings since the last one. */
export function telemetry() {
  const last = new Map();
  let lastAt = performance.now();

  /** The growth of a counter since the last call, per second. */
  const perSecond = (key, value, elapsed) => {
    const before = last.get(key);
    last.set(key, value);
    return before === undefined || elapsed <= 0 ? 0 : Math.max(0, (value - before) / elapsed);
  };

  return () => {
    const now = performance.now();
    const elapsed = (now - lastAt) / 1000;
    lastAt = now;
    return [
      ...cpus(perSecond, elapsed),
      memory(),
      ...disks(perSecond, elapsed),
      ...networks(perSecond, elapsed),
      ...(isLinux ? processes(perSecond, elapsed) : [self(perSecond, elapsed)]),
    ];
  };
}

function cpus(perSecond, elapsed) {
  return os.cpus().map(({ times }, index) => {
    const busy = perSecond(`cpu-${index}`, times.user + times.nice + times.sys + times.irq, elapsed) / 10;
    return { device: `cpu-${index}`, kind: "cpu", usage: Math.min(100, busy) };
  });
}

function memory() {
  const total = os.totalmem();
  const available = isLinux
    ? 1024 * Number(/MemAvailable:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? 0)
    : os.freemem();
  return { device: "memory", kind: "memory", usage: (100 * (total - available)) / total, bytes_used: total - available };
}

function disks(perSecond, elapsed) {
  const space = statfsSync("/");
  const used = (space.blocks - space.bfree) * space.bsize;
  const root = { device: "disk-root", kind: "disk", usage: (100 * (space.blocks - space.bfree)) / space.blocks, bytes_used: used };
  if (!isLinux) return [root];
  const whole = /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;
  const rows = readFileSync("/proc/diskstats", "utf8").trim().split("\n").map((line) => line.trim().split(/\s+/));
  return [
    root,
    ...rows
      .filter((row) => whole.test(row[2]))
      .map((row) => ({
        device: `disk-${row[2]}`,
        kind: "disk",
        usage: Math.min(100, perSecond(`${row[2]}-busy`, Number(row[12]), elapsed) / 10),
        bytes_in: Math.round(perSecond(`${row[2]}-read`, Number(row[5]) * sectorBytes, elapsed)),
        bytes_out: Math.round(perSecond(`${row[2]}-written`, Number(row[9]) * sectorBytes, elapsed)),
      })),
  ];
}

function networks(perSecond, elapsed) {
  if (!isLinux) return [];
  const rows = readFileSync("/proc/net/dev", "utf8").trim().split("\n").slice(2);
  return rows.map((line) => {
    const [name, rest] = line.split(":");
    const fields = rest.trim().split(/\s+/).map(Number);
    const device = `net-${name.trim()}`;
    return {
      device,
      kind: "network",
      bytes_in: Math.round(perSecond(`${device}-in`, fields[0], elapsed)),
      bytes_out: Math.round(perSecond(`${device}-out`, fields[8], elapsed)),
    };
  });
}

/** The processes that use most, by processor time since the last call. */
function processes(perSecond, elapsed) {
  const found = [];
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const text = readFileSync(`/proc/${pid}/stat`, "utf8");
      const close = text.lastIndexOf(")");
      const fields = text.slice(close + 2).split(" ");
      const ticks = Number(fields[11]) + Number(fields[12]);
      found.push({
        device: `process-${pid}`,
        kind: "process",
        usage: (100 * perSecond(`process-${pid}`, ticks, elapsed)) / clockTick,
        bytes_used: Number(fields[21]) * 4096,
        command: text.slice(text.indexOf("(") + 1, close),
      });
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return found.sort((a, b) => b.usage - a.usage || b.bytes_used - a.bytes_used).slice(0, processesShown);
}

function self(perSecond, elapsed) {
  const { user, system } = process.cpuUsage();
  return {
    device: `process-${process.pid}`,
    kind: "process",
    usage: perSecond("self", user + system, elapsed) / 1e4,
    bytes_used: process.memoryUsage.rss(),
    command: "node",
  };
}
