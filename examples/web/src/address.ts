import { useCallback, useMemo, useSyncExternalStore } from 'react';

const subscribe = (changed: () => void) => {
  window.addEventListener('popstate', changed);
  return () => window.removeEventListener('popstate', changed);
};

/**
 * The page's own address, which says all that is looked at, so that it can be shared and gone back to. It never holds
 * the token. `go` takes what is to change; an empty value takes a parameter away.
 */
export function useAddress(): [URLSearchParams, (changes: Readonly<Record<string, string>>) => void] {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const parameters = useMemo(() => new URLSearchParams(search), [search]);
  const go = useCallback((changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    window.history.pushState(null, '', next.size > 0 ? `?${next.toString()}` : window.location.pathname);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  return [parameters, go];
}
