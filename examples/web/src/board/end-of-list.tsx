import { useEffect, useRef } from 'react';

/** How far below the screen the next page is asked for. */
const AHEAD = '600px';

interface EndOfListProps {
  readonly loading: boolean;
  /** Rows that are loaded. Each page changes it, and an end that is still in sight then asks for one more. */
  readonly count: number;
  readonly onMore: () => void;
}

/** The end of a list that goes on: asks for the next page once it comes near. Without a mouse it is a button. */
export function EndOfList({ loading, count, onMore }: EndOfListProps) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });

  useEffect(() => {
    if (loading || button.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: `0px 0px ${AHEAD}` },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [loading, count]);

  return (
    <button ref={button} type="button" className="more" disabled={loading} onClick={onMore}>
      {loading ? 'Loading…' : 'Show more'}
    </button>
  );
}
