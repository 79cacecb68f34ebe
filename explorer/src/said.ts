/** What a button says that it has done. */
import { useEffect, useState } from 'react';

/** How long, in milliseconds. */
const SAID_MS = 4000;

export function useSaid(): readonly [said: string, say: (text: string) => void] {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}
