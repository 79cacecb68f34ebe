/** The answer that is shown, as data. */
import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
  readonly extensions?: unknown;
}

function read(text: string): Answer | null {
  if (text === '') return null;
  try {
    const answer = JSON.parse(text) as unknown;
    return typeof answer === 'object' && answer !== null ? answer : null;
  } catch {
    return null;
  }
}

/** The answer of the tab that is shown, read again whenever it changes; `null` where there is none. */
export function useAnswer(): Answer | null {
  const { responseEditor } = useGraphiQL(pick('responseEditor'));
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (!responseEditor) return undefined;
    const look = () => setAnswer(read(responseEditor.getValue()));
    look();
    const watched = responseEditor.onDidChangeModelContent(look);
    return () => watched.dispose();
  }, [responseEditor]);
  return answer;
}
