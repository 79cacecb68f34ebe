/** The editor's colours: GraphiQL's, with comments and line numbers that everybody can read. */
import type { editor } from 'monaco-editor';

/** As GraphiQL names them; a theme that is defined again takes the place of the other. */
const NAMES = { light: 'graphiql-LIGHT', dark: 'graphiql-DARK' } as const;

type Scheme = keyof typeof NAMES;

const PRIMARY = { light: '#d60590', dark: '#ff5794' } as const;
const POPUP = { light: '#ffffff', dark: '#212a3b' } as const;
const SELECTED = { light: '#d6059019', dark: '#ff579419' } as const;
const LINE_NUMBERS = { light: '#566079', dark: '#a3aec4' } as const;
const COMMENTS = { light: '#2f7a3a', dark: '#93c08a' } as const;
const ARGUMENTS = { light: '#6c69ce', dark: '#908aff' } as const;

const themeOf = (scheme: Scheme): editor.IStandaloneThemeData => ({
  base: scheme === 'dark' ? 'vs-dark' : 'vs',
  inherit: true,
  rules: [
    { token: 'argument.identifier.gql', foreground: ARGUMENTS[scheme] },
    { token: 'comment', foreground: COMMENTS[scheme] },
  ],
  colors: {
    'editor.background': '#ffffff00',
    'scrollbar.shadow': '#ffffff00',
    'editorLineNumber.foreground': LINE_NUMBERS[scheme],
    'editorLineNumber.activeForeground': LINE_NUMBERS[scheme],
    'editorLineNumber.dimmedForeground': LINE_NUMBERS[scheme],
    focusBorder: PRIMARY[scheme],
    'textLink.foreground': PRIMARY[scheme],
    'textLink.activeForeground': PRIMARY[scheme],
    'editorLink.activeForeground': PRIMARY[scheme],
    'list.highlightForeground': PRIMARY[scheme],
    'list.focusHighlightForeground': PRIMARY[scheme],
    'list.hoverBackground': SELECTED[scheme],
    'editorHoverWidget.background': POPUP[scheme],
    'editorWidget.background': POPUP[scheme],
    'editorSuggestWidget.background': POPUP[scheme],
    'editorSuggestWidget.selectedBackground': SELECTED[scheme],
    'editorSuggestWidget.selectedForeground': PRIMARY[scheme],
    'menu.background': POPUP[scheme],
    'menu.selectionBackground': SELECTED[scheme],
    'menu.selectionForeground': PRIMARY[scheme],
    'quickInput.background': POPUP[scheme],
    'quickInputList.focusBackground': SELECTED[scheme],
  },
});

/** Puts the themes in the place of GraphiQL's. */
export function defineThemes(monaco: typeof editor): void {
  for (const scheme of ['light', 'dark'] as const) monaco.defineTheme(NAMES[scheme], themeOf(scheme));
}
