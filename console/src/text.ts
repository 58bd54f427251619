/** What the console says, in the languages it speaks. */
const english = {
  pipeline: "Pipeline",
  dashboards: "Dashboards",
  records: "records",
  errors: "errors",
  lag: "lag",
  total: "total",
  quiet: "Nothing has flowed yet. Run `./weir demo`, or publish over MQTT to a topic that a rule selects.",
  noDashboards: "No dashboard yet. `./weir demo` makes one from this machine's own telemetry.",
  noReport: "Waiting for the first report under",
  updated: "report of",
  unreachable: "The platform does not answer:",
  stages: {
    iot: "Devices (MQTT)",
    "iot.rule": "Topic rules",
    kinesis: "Kinesis streams",
    firehose: "Firehose",
    "firehose.transform": "Transform",
    s3: "S3 buckets",
    "s3.events": "S3 events",
    sqs: "SQS queues",
    lambda: "Lambda",
    athena: "Athena",
  } as Record<string, string>,
};

const korean: typeof english = {
  pipeline: "파이프라인",
  dashboards: "대시보드",
  records: "레코드",
  errors: "오류",
  lag: "지연",
  total: "합계",
  quiet: "아직 흐르는 데이터가 없습니다. `./weir demo`를 실행하거나 규칙이 선택하는 토픽으로 MQTT 메시지를 발행하세요.",
  noDashboards: "아직 대시보드가 없습니다. `./weir demo`가 이 컴퓨터의 텔레메트리로 하나를 만듭니다.",
  noReport: "첫 보고서를 기다리는 중:",
  updated: "보고서 시각",
  unreachable: "플랫폼이 응답하지 않습니다:",
  stages: {
    iot: "디바이스 (MQTT)",
    "iot.rule": "토픽 규칙",
    kinesis: "Kinesis 스트림",
    firehose: "Firehose",
    "firehose.transform": "변환",
    s3: "S3 버킷",
    "s3.events": "S3 이벤트",
    sqs: "SQS 대기열",
    lambda: "Lambda",
    athena: "Athena",
  },
};

export type Language = "en" | "ko";
export const languages: Language[] = ["en", "ko"];
export const textOf = (language: Language) => (language === "ko" ? korean : english);
export const preferred = (): Language =>
  (localStorage.getItem("language") as Language | null) ?? (navigator.language.startsWith("ko") ? "ko" : "en");
