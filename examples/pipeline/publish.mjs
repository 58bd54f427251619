// Publishes readings over MQTT at QoS 1: a connection per device, each message counted when the broker has acknowledged it.
import mqtt from "mqtt";
import { names } from "./names.mjs";

const connectionsMax = 64;
const inFlightMax = 2_000;

export class Publisher {
  #clients = new Map();
  #url;
  #inFlight = 0;
  #waiting = [];
  published = 0;
  acknowledged = 0;
  failed = 0;

  constructor(url) {
    this.#url = url;
  }

  /** Sends one reading; waits only while too many are unacknowledged. */
  async send(reading) {
    while (this.#inFlight >= inFlightMax) await new Promise((resolve) => this.#waiting.push(resolve));
    this.published++;
    this.#inFlight++;
    const topic = `${names.topic}/${String(reading.device).replaceAll(/[+#/\s]/g, "_")}`;
    this.#client(reading.device).publish(topic, JSON.stringify(reading), { qos: 1 }, (error) => {
      this.#inFlight--;
      if (error) this.failed++;
      else this.acknowledged++;
      this.#waiting.shift()?.();
    });
  }

  /** Waits until every message sent is acknowledged, then leaves. */
  async close() {
    while (this.#inFlight > 0) await new Promise((resolve) => this.#waiting.push(resolve));
    await Promise.all([...this.#clients.values()].map((client) => client.endAsync()));
  }

  #client(device) {
    // Sources that come and go (processes) and replays with many devices share connections.
    const slot = String(device).startsWith("process-") ? "processes" : String(device);
    const key = this.#clients.size < connectionsMax || this.#clients.has(slot) ? slot : `shared-${hash(slot) % connectionsMax}`;
    let client = this.#clients.get(key) ?? (key.startsWith("shared-") ? [...this.#clients.values()][hash(slot) % this.#clients.size] : undefined);
    if (!client) {
      client = mqtt.connect(this.#url, { clientId: `${names.prefix}-${key}-${process.pid}`, clean: false, protocolVersion: 4, reconnectPeriod: 200 });
      client.on("error", (error) => process.stderr.write(`mqtt ${key}: ${error.message}\n`));
      this.#clients.set(key, client);
    }
    return client;
  }
}

function hash(text) {
  let value = 0;
  for (const letter of text) value = (value * 31 + letter.codePointAt(0)) >>> 0;
  return value;
}
