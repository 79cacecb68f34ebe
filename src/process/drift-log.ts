/** Tells the log what the API writes that the schema does not know: one line an hour, if there is news. */

const EVERY_MS = 3_600_000;
/** Names in one line. */
const MOST_TOLD = 40;

/** @returns what ends it. */
export function logDrift(drift: { news(): string[] }, warn: (line: string) => void, everyMs = EVERY_MS): () => void {
  const tell = () => {
    const news = drift.news();
    if (news.length === 0) return;
    const rest = news.length > MOST_TOLD ? `, and ${news.length - MOST_TOLD} more` : '';
    warn(`the API differs from the schema: ${news.slice(0, MOST_TOLD).join(', ')}${rest}`);
  };
  const timer = setInterval(tell, everyMs).unref();
  return () => clearInterval(timer);
}
