const units = ["", "k", "M", "G", "T"];

function scaled(value: number, base: number, suffix: string): string {
  let step = 0;
  while (Math.abs(value) >= base && step < units.length - 1) {
    value /= base;
    step++;
  }
  const digits = step === 0 && Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 1 : 0;
  return `${value.toFixed(digits)}${units[step]}${suffix}`;
}

export const count = (value: number) => scaled(value, 1000, "");
export const bytes = (value: number) => scaled(value, 1024, "B");
export const rate = (value: number) => `${scaled(value, 1000, "")}/s`;

export function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 120) return `${value.toFixed(1)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  return `${Math.round(value / 3600)} h`;
}
