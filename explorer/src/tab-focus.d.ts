/** Of Monaco, which has no types for its inner modules. */
declare module 'monaco-editor/esm/vs/editor/browser/config/tabFocus.js' {
  export const TabFocus: {
    /** Whether the Tab key leads out of all editors. */
    setTabFocusMode(leads: boolean): void;
  };
}
