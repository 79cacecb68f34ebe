/** The part of autocannon that the bench uses; the package brings no types. */
declare module 'autocannon' {
  interface Client {
    setHeaders(headers: Record<string, string>): void;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** In seconds. */
    readonly duration?: number | undefined;
    /** Of requests, in place of a duration. */
    readonly amount?: number;
    readonly method: 'POST';
    readonly body: string;
    readonly setupClient?: (client: Client) => void;
  }

  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
    /** In seconds, as it came out. */
    readonly duration: number;
    readonly requests: { readonly total: number };
  }

  export default function autocannon(options: Options): Promise<Result>;
}
