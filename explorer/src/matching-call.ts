/** Telling which of the calls that were foreseen a call that was made is. */

/** A URL of an explanation, with `{ids of User}` for whatever ids there are. */
const patternOf = (url: string) => {
  const fixed = url.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${fixed.join('[^&]+')}$`);
};

/** Whether a call that was made, by its URL, is one that an explanation told by this URL. */
export const isForeseenAs = (made: string, foreseen: string): boolean => patternOf(foreseen).test(made);

/** The calls of each foreseen URL, in its place, and those that none of them told. A call is counted once. */
export function matchCalls<Made extends { readonly url: string }>(
  foreseen: readonly { readonly url: string }[],
  made: readonly Made[],
): { readonly byCall: readonly (readonly Made[])[]; readonly others: readonly Made[] } {
  const byCall = foreseen.map((): Made[] => []);
  const others: Made[] = [];
  for (const call of made) {
    const exact = foreseen.findIndex(({ url }) => url === call.url);
    const at = exact >= 0 ? exact : foreseen.findIndex(({ url }) => isForeseenAs(call.url, url));
    (byCall[at] ?? others).push(call);
  }
  return { byCall, others };
}
