import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, toggleComment } from "@codemirror/commands";
import { sql, type SQLNamespace } from "@codemirror/lang-sql";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { duckDb } from "./duckdb";
import { editorTheme } from "./editorTheme";

export interface EditorHandle {
  setText: (text: string) => void;
  insert: (text: string) => void;
  /** What is marked, or everything. */
  wanted: () => string;
  focus: () => void;
}

export interface Mark {
  line: number;
  column: number;
  message: string;
}

/** The offset of a line and column, both from 1, kept inside the document. */
export function offsetOf(document: { lines: number; line: (number: number) => { from: number; to: number } }, mark: { line: number; column: number }): number {
  const line = document.line(Math.max(1, Math.min(mark.line, document.lines)));
  return Math.min(line.to, line.from + Math.max(0, mark.column - 1));
}

const language = new Compartment();

export default function Editor({ initial, schema, mark, onChange, onRun, handle }: {
  initial: string;
  schema: SQLNamespace;
  mark: Mark | null;
  onChange: (text: string) => void;
  onRun: () => void;
  handle: Ref<EditorHandle>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, onRun });
  latest.current = { onChange, onRun };
  useEffect(() => {
    const view = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: initial,
        extensions: [
          Prec.highest(keymap.of([
            { key: "Mod-Enter", run: (view) => (closeCompletion(view), latest.current.onRun(), true) },
            { key: "Mod-/", run: toggleComment },
          ])),
          lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), bracketMatching(), closeBrackets(), autocompletion({ icons: false }), highlightSelectionMatches(), lintGutter(),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
          EditorState.allowMultipleSelections.of(true),
          placeholder("SELECT * FROM silver.daily_bars LIMIT 100"),
          EditorView.contentAttributes.of({ "aria-label": "SQL" }),
          language.of(sql({ dialect: duckDb, upperCaseKeywords: true })),
          EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange(update.state.doc.toString())),
          editorTheme,
        ],
      }),
    });
    editor.current = view;
    view.focus();
    return () => {
      view.destroy();
      editor.current = null;
    };
    // The first text only; later ones come through the handle.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    editor.current?.dispatch({ effects: language.reconfigure(sql({ dialect: duckDb, upperCaseKeywords: true, schema })) });
  }, [schema]);
  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const { doc } = view.state;
    const from = mark ? offsetOf(doc, mark) : 0;
    const word = mark ? (view.state.wordAt(from)?.to ?? from + 1) : 0;
    view.dispatch(setDiagnostics(view.state, mark ? [{ from, to: Math.min(doc.length, Math.max(word, from)), severity: "error", message: mark.message }] : []));
    if (mark) view.dispatch({ effects: EditorView.scrollIntoView(from) });
  }, [mark]);
  useImperativeHandle(handle, () => ({
    setText: (text) => editor.current?.dispatch({ changes: { from: 0, to: editor.current.state.doc.length, insert: text } }),
    insert: (text) => {
      const view = editor.current;
      view?.dispatch(view.state.replaceSelection(text));
      view?.focus();
    },
    wanted: () => {
      const state = editor.current?.state;
      if (!state) return "";
      const { from, to } = state.selection.main;
      return from === to ? state.doc.toString() : state.sliceDoc(from, to);
    },
    focus: () => editor.current?.focus(),
  }), []);
  return <div ref={box} className="editor" />;
}
