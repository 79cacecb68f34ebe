/** A browser without a screen: it follows redirects, keeps cookies by host as browsers do, and runs no script. */

export interface Visited {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export class Visitor {
  /** Cookies by host, whose ports have them in common. May be changed. */
  readonly cookies = new Map<string, Map<string, string>>();
  /** Every address that was asked for, in order. */
  readonly addresses: string[] = [];

  /** One request, without following a redirect. */
  async once(url: string | URL, init: RequestInit = {}): Promise<Visited> {
    const { href, hostname } = new URL(url);
    this.addresses.push(href);
    const jar = this.cookies.get(hostname) ?? new Map<string, string>();
    this.cookies.set(hostname, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0 && !headers.has('cookie'))
      headers.set('cookie', [...jar].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(href, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return { url: href, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Goes to an address, and on to wherever redirects lead, until `stop` holds for the next address. */
  async go(url: string | URL, init: RequestInit = {}, stop: (next: URL) => boolean = () => false): Promise<Visited> {
    let visited = await this.once(url, init);
    for (let step = 0; step < 20; step++) {
      const location = visited.headers.get('location');
      if (location === null || visited.status < 300 || visited.status > 399) return visited;
      const next = new URL(location, visited.url);
      if (stop(next)) return { ...visited, url: next.href };
      visited = await this.once(next);
    }
    throw new Error(`redirects without end: ${this.addresses.slice(-4).join(' ')}`);
  }

  /** The value of a cookie that a host has set. */
  cookie(hostname: string, name: string): string | undefined {
    return this.cookies.get(hostname)?.get(name);
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const isOver = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=thu, 01 jan 1970/i.test(one));
  if (isOver) jar.delete(name);
  else jar.set(name, value);
}
