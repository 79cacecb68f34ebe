/**
 * Whether a host leads to this machine from itself alone, as a URL names it (`[::1]`) or as it is listened on (`::1`).
 * By its looks (RFC 6890, RFC 6761): no name is looked up.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}
