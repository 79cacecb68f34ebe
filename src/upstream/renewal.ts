import type { Send } from './send.ts';
import { UpstreamError } from './errors.ts';
import { principalOf } from './principal.ts';

const isRefusal = (error: unknown) => error instanceof UpstreamError && error.failure.kind === 'unauthenticated';

/** Reports each token that the API does not accept. */
export const withReport =
  (send: Send, refused: (token: string) => void): Send =>
  async (restRequest, caller) => {
    try {
      return await send(restRequest, caller);
    } catch (error) {
      if (isRefusal(error)) refused(caller.token);
      throw error;
    }
  };

/**
 * Asks once more where the API does not accept the token and there is another one by now.
 *
 * @param renew resolves with the token that is to be used from now on, which may be the same.
 */
export const withRenewal =
  (send: Send, renew: () => Promise<string>): Send =>
  async (restRequest, caller) => {
    try {
      return await send(restRequest, caller);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const token = await renew();
      if (token === caller.token) throw error;
      return send(restRequest, { ...caller, token, principal: principalOf(token) });
    }
  };
