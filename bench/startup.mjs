// Time from the start of the process to its ready line, and resident memory when idle, of the published release; median of several;
// and the processor time until then, which a busy machine does not stretch.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.WEIR_PROGRAM;
const runs = Number(process.env.RUNS ?? 9);
const idleSeconds = Number(process.env.IDLE_SECONDS ?? 5);
const ports = ["--port", "--mqtt-port", "--mqtts-port", "--kafka-port", "--redshift-port", "--opensearch-port"].flatMap((flag) => [flag, "0"]);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const readyMs = { fresh: [], again: [] };
const residentMiB = [];
const cpuMs = []; // what the start costs whatever else the machine does
for (let run = 0; run < runs; run++) {
  const directory = mkdtempSync(join(tmpdir(), "weir-bench-"));
  for (const kind of ["fresh", "again"]) {
    const started = performance.now();
    const weir = spawn(program, ["serve", "--data-dir", directory, ...ports], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => weir.stdout.once("data", resolve));
    readyMs[kind].push(performance.now() - started);
    const ticks = readFileSync(`/proc/${weir.pid}/stat`, "utf8").split(") ")[1].split(" ");
    cpuMs.push((Number(ticks[11]) + Number(ticks[12])) * 10);
    if (kind === "again") {
      await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
      residentMiB.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${weir.pid}/status`, "utf8"))[1]) / 1024);
    }
    weir.kill("SIGTERM");
    await new Promise((resolve) => weir.once("exit", resolve));
  }
  rmSync(directory, { recursive: true, force: true });
}
console.log(JSON.stringify({
  what: "start to ready line (ms), processor time until then (ms), resident when idle (MiB)",
  runs,
  fresh: Math.round(median(readyMs.fresh)),
  again: Math.round(median(readyMs.again)),
  freshRange: [Math.min(...readyMs.fresh), Math.max(...readyMs.fresh)].map(Math.round),
  againRange: [Math.min(...readyMs.again), Math.max(...readyMs.again)].map(Math.round),
  cpu: Math.round(median(cpuMs)),
  resident: Math.round(median(residentMiB)),
}));
