import type { Hop, Status } from "./api";
import { bytes, count, rate, seconds } from "./format";
import type { textOf } from "./text";
import { type Rate, useRates } from "./useRates";

type Text = ReturnType<typeof textOf>;

const order = ["iot", "iot.rule", "kinesis", "firehose", "firehose.transform", "s3", "s3.events", "sqs", "lambda", "athena"];
const lagWorthRed = 60;

/** The live map: a column per stage, a card per resource, arrows that move as fast as the records do. */
export function PipelinePage({ status, text }: { status: Status | null; text: Text }) {
  const rateOf = useRates(status);
  if (!status) return null;
  if (status.hops.length === 0) return <p className="empty">{text.quiet}</p>;

  const stages = [...new Set(status.hops.map((hop) => hop.hop))].sort((a, b) => place(a) - place(b));
  return (
    <ol className="map">
      {stages.map((stage) => {
        const hops = status.hops.filter((hop) => hop.hop === stage);
        const speed = hops.reduce((sum, hop) => sum + rateOf(hop).records, 0);
        return (
          <li key={stage} data-stage={stage}>
            <h2>{text.stages[stage] ?? stage}</h2>
            <p className="speed">{rate(speed)}</p>
            {hops.map((hop) => (
              <HopCard key={hop.resource} hop={hop} rate={rateOf(hop)} text={text} />
            ))}
            <Arrow speed={speed} />
          </li>
        );
      })}
    </ol>
  );
}

function place(stage: string): number {
  const at = order.indexOf(stage);
  return at < 0 ? order.length : at;
}

function HopCard({ hop, rate: speed, text }: { hop: Hop; rate: Rate; text: Text }) {
  const isLate = hop.lagSeconds !== null && hop.lagSeconds > lagWorthRed;
  return (
    <section className={hop.errors > 0 || isLate ? "hop attention" : "hop"}>
      <h3 title={hop.resource}>{hop.resource}</h3>
      <Sparkline values={speed.curve} />
      <dl>
        <dt>{text.records}</dt>
        <dd>
          {rate(speed.records)} <small>· {text.total} {count(Math.max(hop.recordsIn, hop.recordsOut))}</small>
        </dd>
        <dt>bytes</dt>
        <dd>
          {bytes(speed.bytes)}/s <small>· {bytes(Math.max(hop.bytesIn, hop.bytesOut))}</small>
        </dd>
        <dt>{text.errors}</dt>
        <dd className={hop.errors > 0 ? "bad" : ""}>{count(hop.errors)}</dd>
        {hop.lagSeconds !== null && (
          <>
            <dt>{text.lag}</dt>
            <dd className={isLate ? "bad" : ""}>{seconds(hop.lagSeconds)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Sparkline({ values }: { values: number[] }) {
  const top = Math.max(...values, 1);
  const points = values.map((value, index) => `${(index / 59) * 120},${30 - (value / top) * 28}`).join(" ");
  return (
    <svg className="spark" viewBox="0 0 120 30" preserveAspectRatio="none" aria-hidden="true">
      {values.length > 1 && <polyline points={points} />}
    </svg>
  );
}

function Arrow({ speed }: { speed: number }) {
  const turn = speed <= 0 ? 0 : Math.max(0.25, 3 - Math.log10(speed + 1));
  return (
    <svg className="arrow" viewBox="0 0 40 12" aria-hidden="true">
      <line x1="0" y1="6" x2="32" y2="6" style={turn > 0 ? { animationDuration: `${turn}s` } : { animation: "none" }} />
      <path d="M30 1l8 5-8 5z" />
    </svg>
  );
}
