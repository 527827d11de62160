import { StreamLanguage } from "@codemirror/language";
import { sql } from "@codemirror/lang-sql";
import { csharp } from "@codemirror/legacy-modes/mode/clike";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { duckDb } from "./duckdb";
import { editorTheme } from "./editorTheme";

function languageOf(name: string): Extension {
  const language = name.toLowerCase();
  if (language === "sql") return sql({ dialect: duckDb });
  return language === "csharp" || language === "c#" || language === "cs" ? StreamLanguage.define(csharp) : [];
}

/** Source text with the line numbers of its file; it can be read and copied. */
export default function SourceView({ text, language, firstLine = 1 }: { text: string; language: string; firstLine?: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers({ formatNumber: (line) => String(line + Math.max(1, firstLine) - 1) }),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Source", "aria-readonly": "true" }),
          languageOf(language),
          editorTheme,
        ],
      }),
    });
    return () => view.destroy();
  }, [text, language, firstLine]);
  return <div ref={box} style={{ maxHeight: "70vh", overflow: "auto" }} />;
}
