import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  completionStatus,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';

import { editorTheme } from './editorTheme';

export interface EditorOptions {
  /** Another one gets a box of its own. */
  of: string;
  label: string;
  hint: string;
  value: string;
  /** Whether the box shows the value although its text is another one. */
  shows?: (text: string, value: string) => boolean;
  /** Colors and whatever else the language brings; taken when the box is made. */
  language: Extension;
  complete: CompletionSource;
  /** Enter, where it does not take a completion. */
  enter: (editor: EditorView) => void;
  change?: (text: string) => void;
  blur?: (text: string) => void;
  /** Told of the box once it is there. */
  made?: (editor: EditorView) => void;
}

/** A box for a text in a language of ours: its keys, its looks, and completion. */
export function useEditor(options: EditorOptions) {
  const { of, label, hint, value } = options;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useEffectEvent(() => options);
  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: latest().value,
        extensions: [
          history(),
          closeBrackets(),
          latest().language,
          editorTheme,
          EditorView.lineWrapping,
          placeholder(hint),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          autocompletion({ override: [(at) => latest().complete(at)], icons: false, maxRenderedOptions: 60 }),
          Prec.highest(
            keymap.of([
              {
                key: 'Enter',
                run: (target) => {
                  if (completionStatus(target.state) === 'active' && acceptCompletion(target)) return true;
                  latest().enter(target);
                  return true;
                },
              },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          keymap.of([...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest().change?.(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({ blur: (_, target) => latest().blur?.(target.state.doc.toString()) }),
        ],
      }),
    });
    view.current = editor;
    latest().made?.(editor);
    return () => editor.destroy();
  }, [of, label, hint]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const text = editor.state.doc.toString();
    if (text === value || latest().shows?.(text, value)) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return { host, view };
}
