import { Fragment, type ReactNode } from "react";

// The small part of Markdown that descriptions and tiles use. Text becomes elements, never HTML, so nothing can be injected.

const inlinePattern = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*\s][^*]*\*)|(\[[^\]]+\]\([^)\s]+\))/;

export function isSafeLink(address: string): boolean {
  return /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(address);
}

function inline(text: string): ReactNode[] {
  return text.split(inlinePattern).filter((part) => part !== undefined && part !== "").map((part, index) => {
    if (part.startsWith("`") && part.endsWith("`") && part.length > 2) return <code key={index}>{part.slice(1, -1)}</code>;
    if (part.startsWith("**") && part.endsWith("**") && part.length > 4) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("*") && part.endsWith("*") && part.length > 2) return <em key={index}>{part.slice(1, -1)}</em>;
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    if (link && isSafeLink(link[2]!)) return <a key={index} href={link[2]}>{link[1]}</a>;
    return <Fragment key={index}>{part}</Fragment>;
  });
}

const list = /^\s*([-*]|\d+\.)\s+/;

function table(lines: string[], key: number): ReactNode {
  const cells = (line: string) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...rows] = lines;
  return (
    <div key={key} className="table-wrap"><table className="table">
      <thead><tr>{cells(head!).map((cell, index) => <th key={index} scope="col">{inline(cell)}</th>)}</tr></thead>
      <tbody>{rows.map((row, index) => <tr key={index}>{cells(row).map((cell, at) => <td key={at}>{inline(cell)}</td>)}</tr>)}</tbody>
    </table></div>
  );
}

function block(lines: string[], key: number): ReactNode {
  const first = lines[0]!;
  const heading = /^(#{1,4})\s+(.*)$/.exec(first);
  if (heading) {
    const rest = lines.slice(1);
    const title = heading[1]!.length <= 1 ? <h2>{inline(heading[2]!)}</h2> : <h3>{inline(heading[2]!)}</h3>;
    return <Fragment key={key}>{title}{rest.length > 0 && block(rest, 0)}</Fragment>;
  }
  if (lines.length > 2 && first.includes("|") && /^[\s|:-]+$/.test(lines[1]!)) return table(lines, key);
  if (lines.every((line) => list.test(line) || /^\s{2,}/.test(line))) {
    const items = lines.reduce<string[]>((all, line) => (list.test(line) ? [...all, line.replace(list, "")] : [...all.slice(0, -1), `${all.at(-1)} ${line.trim()}`]), []);
    const children = items.map((item, index) => <li key={index}>{inline(item)}</li>);
    return /^\s*\d/.test(first) ? <ol key={key}>{children}</ol> : <ul key={key}>{children}</ul>;
  }
  return <p key={key}>{inline(lines.join(" "))}</p>;
}

/** Splits into blocks at empty lines; a fenced block is one, whatever it holds. */
export function blocksOf(text: string): { code: boolean; lines: string[] }[] {
  const blocks: { code: boolean; lines: string[] }[] = [];
  let current: string[] = [];
  let code = false;
  const flush = () => {
    if (current.length > 0 || code) blocks.push({ code, lines: current });
    current = [];
  };
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    if (line.startsWith("```")) {
      flush();
      code = !code;
    } else if (!code && line.trim() === "") flush();
    else current.push(line);
  }
  flush();
  return blocks;
}

export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      {blocksOf(text).map(({ code, lines }, index) => (code ? <pre key={index}><code>{lines.join("\n")}</code></pre> : block(lines, index)))}
    </div>
  );
}
