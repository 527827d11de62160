const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const two = (value: string) => value.padStart(2, "0");

/** The common crons in words; any other stays as it is written. */
export function describeCron(cron: string): string {
  const parts = cron.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = parts.length === 6 && parts[0] === "0" ? parts.slice(1) : parts;
  if (minute === undefined || hour === undefined || dayOfWeek === undefined || parts.length > 6 || month !== "*") return "";
  const every = /^\*\/(\d+)$/.exec(minute);
  if (hour === "*" && dayOfMonth === "*" && dayOfWeek === "*") {
    if (minute === "*") return "Every minute";
    if (every) return `Every ${every[1]} minutes`;
    return /^\d+$/.test(minute) ? `Hourly at :${two(minute)}` : "";
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return "";
  const at = `${two(hour)}:${two(minute)}`;
  if (dayOfMonth === "*" && dayOfWeek === "*") return `Daily at ${at}`;
  if (dayOfMonth === "*" && /^(1-5|mon-fri)$/i.test(dayOfWeek)) return `Weekdays at ${at}`;
  if (dayOfMonth === "*" && /^[0-7]$/.test(dayOfWeek)) return `${days[Number(dayOfWeek) % 7]}s at ${at}`;
  if (dayOfWeek === "*" && dayOfMonth !== undefined && /^\d+$/.test(dayOfMonth)) return `Monthly on day ${dayOfMonth} at ${at}`;
  return "";
}
