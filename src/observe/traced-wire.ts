import type { Send } from '../upstream/send.ts';

/** Tells the span of a call of every request that goes over the wire for it, repeats among them. */
export const tracedWire =
  (send: Send): Send =>
  async (restRequest, caller) => {
    const { span } = caller;
    if (!span) return send(restRequest, caller);
    span.requestSent();
    try {
      return await send(restRequest, caller);
    } catch (error) {
      span.requestFailed(error);
      throw error;
    }
  };
