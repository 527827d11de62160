export interface Target {
  title: string;
  kind: "Asset" | "Table" | "Dashboard" | "Page";
  to: string;
}

/** How well a text answers what was typed; 0 is not at all. Every word must occur, or all letters in their order. */
export function score(text: string, asked: string): number {
  const hay = text.toLowerCase();
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  let total = 0;
  for (const word of words) {
    const at = hay.indexOf(word);
    if (at >= 0) {
      const starts = at === 0 || /[^a-z0-9]/.test(hay[at - 1] ?? "");
      total += (starts ? 20 : 10) + word.length / hay.length;
    } else if (inOrder(hay, word)) {
      total += 1 + word.length / hay.length;
    } else {
      return 0;
    }
  }
  return total / words.length;
}

function inOrder(hay: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = hay.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** The best targets for what was typed, best first. */
export function find(targets: readonly Target[], asked: string, most = 50): Target[] {
  return targets
    .map((target) => ({ target, score: score(target.title, asked) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.target.title.length - b.target.title.length)
    .slice(0, most)
    .map((each) => each.target);
}
