import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours are the tokens of the page, so the editor changes its theme with it.
const look = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--tx)", fontSize: "12.5px", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--acc)", padding: "10px 0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--tx3)", border: "none", paddingLeft: "8px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--panel2) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--tx)" },
  ".cm-cursor": { borderLeftColor: "var(--acc)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--acc) 28%, transparent) !important" },
  ".cm-matchingBracket": { backgroundColor: "var(--acc-soft) !important", outline: "1px solid var(--acc)" },
  ".cm-tooltip": { backgroundColor: "var(--raise)", border: "1px solid var(--line2)", borderRadius: "6px", color: "var(--tx)", overflow: "hidden" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px", maxHeight: "16em" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px !important" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--acc-soft)", color: "var(--tx)" },
  ".cm-completionDetail": { color: "var(--tx3)", fontStyle: "normal", marginLeft: "12px" },
  ".cm-diagnostic": { fontFamily: "var(--font)", padding: "6px 10px" },
  ".cm-placeholder": { color: "var(--tx3)" },
  ".cm-panels": { backgroundColor: "var(--panel2)", color: "var(--tx)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword], color: "var(--acc)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--up)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--c4)" },
  { tag: [tags.comment], color: "var(--tx3)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.standard(tags.name)], color: "var(--c3)" },
  { tag: [tags.meta, tags.annotation], color: "var(--warn)" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--tx)" },
]);

export const editorTheme: Extension = [look, syntaxHighlighting(colours)];
