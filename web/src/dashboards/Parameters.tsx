import { Check, ChevronDown } from "lucide-react";
import { useEffect, useState } from "react";
import type { DashboardParameter } from "../api/types";
import { Menu } from "../ui/Menu";
import { Segments } from "../ui/Segments";
import { isMany, isRange, kindOf, optionsOf, resolveDay, type ParameterValue, type ParameterValues } from "./parameters";

interface FieldProps<T extends ParameterValue> {
  parameter: DashboardParameter;
  value: T;
  onChange: (value: ParameterValue) => void;
}

const chipsMax = 6;
const offeredMax = 300;

function One({ parameter, value, onChange }: FieldProps<string>) {
  const [asked, setAsked] = useState("");
  const options = optionsOf(parameter);
  if (options.length > 0 && options.length <= chipsMax) return <Segments label={parameter.label} value={value} onChange={onChange} options={options} />;
  const shown = options.filter((option) => `${option.value} ${option.label}`.toLowerCase().includes(asked.toLowerCase()));
  return (
    <Menu label={parameter.label} className="btn" button={<>{parameter.label}: <b style={{ fontWeight: 600 }}>{options.find((option) => option.value === value)?.label ?? (value || "any")}</b> <ChevronDown size={13} aria-hidden /></>}>
      <div data-stay style={{ padding: 4 }}><input className="input" style={{ width: "100%" }} type="search" aria-label={`Search ${parameter.label}`} placeholder="Search" value={asked} onChange={(event) => setAsked(event.target.value)} /></div>
      {shown.slice(0, offeredMax).map((option) => (
        <button key={option.value} type="button" role="menuitemradio" aria-checked={option.value === value} onClick={() => onChange(option.value)}>
          <Check size={13} aria-hidden style={{ visibility: option.value === value ? "visible" : "hidden" }} />
          <span className="cut">{option.label}</span>{option.label !== option.value && <span className="faint mono">{option.value}</span>}
        </button>
      ))}
      {shown.length === 0 && <div className="faint" style={{ padding: 8 }}>{options.length === 0 ? "There is no choice yet; its table may be empty." : "Nothing is called that."}</div>}
    </Menu>
  );
}

function Many({ parameter, value, onChange }: FieldProps<string[]>) {
  const [asked, setAsked] = useState("");
  const options = optionsOf(parameter);
  const chosen = new Set(value);
  const shown = options.filter((option) => `${option.value} ${option.label}`.toLowerCase().includes(asked.toLowerCase()));
  const toggle = (each: string) => {
    const next = new Set(chosen);
    if (!next.delete(each)) next.add(each);
    onChange(options.map((option) => option.value).filter((option) => next.has(option)));
  };
  const label = value.length === 0 ? "none" : value.length === options.length && options.length > 3 ? "all" : value.length <= 3 ? value.map((each) => options.find((option) => option.value === each)?.label ?? each).join(", ") : `${value.length} chosen`;
  return (
    <Menu label={parameter.label} className="btn" button={<>{parameter.label}: <b style={{ fontWeight: 600 }}>{label}</b> <ChevronDown size={13} aria-hidden /></>}>
      <div data-stay style={{ padding: 4 }}><input className="input" style={{ width: "100%" }} type="search" aria-label={`Search ${parameter.label}`} placeholder="Search" value={asked} onChange={(event) => setAsked(event.target.value)} /></div>
      <div data-stay className="row" style={{ padding: "2px 4px" }}>
        <button type="button" className="btn small ghost" onClick={() => onChange(options.map((option) => option.value))}>All</button>
        <button type="button" className="btn small ghost" onClick={() => onChange([])}>None</button>
      </div>
      <div data-stay>
        {shown.slice(0, offeredMax).map((option) => (
          <label key={option.value} className="menu-check"><input type="checkbox" checked={chosen.has(option.value)} onChange={() => toggle(option.value)} /><span className="cut">{option.label}</span></label>
        ))}
      </div>
    </Menu>
  );
}

function Text({ parameter, value, onChange }: FieldProps<string>) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  return (
    <form className="row" onSubmit={(event) => { event.preventDefault(); onChange(draft); }}>
      <label className="row muted">{parameter.label} <input className="input" style={{ width: 140 }} inputMode={kindOf(parameter) === "number" ? "decimal" : "text"} value={draft} onChange={(event) => setDraft(event.target.value)} onBlur={() => draft !== value && onChange(draft)} /></label>
    </form>
  );
}

const spans = [["1M", "-1m"], ["6M", "-6m"], ["1Y", "-1y"], ["5Y", "-5y"]] as const;

function Range({ parameter, value, onChange }: FieldProps<string[]>) {
  const today = new Date();
  const [from = "", to = ""] = value;
  return (
    <div className="row" role="group" aria-label={parameter.label} style={{ gap: 4 }}>
      <span className="muted">{parameter.label}</span>
      <input className="input" type="date" aria-label={`${parameter.label} from`} value={resolveDay(from, today)} max={resolveDay(to, today) || undefined} onChange={(event) => event.target.value && onChange([event.target.value, to || "today"])} />
      <span className="faint">to</span>
      <input className="input" type="date" aria-label={`${parameter.label} to`} value={resolveDay(to, today)} min={resolveDay(from, today) || undefined} onChange={(event) => event.target.value && onChange([from || "-5y", event.target.value])} />
      <div className="seg range-spans" role="group" aria-label="Spans">
        {spans.map(([label, distance]) => <button key={label} type="button" aria-pressed={from === distance && to === "today"} onClick={() => onChange([distance, "today"])}>{label}</button>)}
      </div>
    </div>
  );
}

function Field({ parameter, value, onChange }: FieldProps<ParameterValue>) {
  const one = typeof value === "string" ? value : "";
  const many = Array.isArray(value) ? value : [value];
  if (isRange(parameter)) return <Range parameter={parameter} value={many} onChange={onChange} />;
  if (isMany(parameter)) return <Many parameter={parameter} value={many} onChange={onChange} />;
  if (kindOf(parameter) === "date") return <label className="row muted">{parameter.label} <input className="input" type="date" value={resolveDay(one, new Date())} onChange={(event) => event.target.value && onChange(event.target.value)} /></label>;
  if (["text", "number"].includes(kindOf(parameter))) return <Text parameter={parameter} value={one} onChange={onChange} />;
  return <One parameter={parameter} value={one} onChange={onChange} />;
}

export function Parameters({ parameters, values, onChange }: { parameters: DashboardParameter[]; values: ParameterValues; onChange: (parameter: DashboardParameter, value: ParameterValue) => void }) {
  return <>{parameters.map((parameter) => <Field key={parameter.name} parameter={parameter} value={values[parameter.name] ?? ""} onChange={(value) => onChange(parameter, value)} />)}</>;
}
