/** What is pointed at: a call in the panel, or a field in the editor. Each lights what belongs to it on the other side. */
import { createStore } from './store.ts';

/** A call, by its index among those of the explanation. */
export type Pointed = { readonly call: number } | { readonly path: string } | null;

/** Under the mouse or in focus. */
export const pointed = createStore<Pointed>(null);

/** The call that stays lit, until it is let go. */
export const pinned = createStore<number | null>(null);
