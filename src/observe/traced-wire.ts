import type { Ask } from '../upstream/ask.ts';

/** Tells the span of a call of every request that goes over the wire for it, repeats among them. */
export const tracedWire =
  (send: Ask): Ask =>
  async (question, caller) => {
    const { span } = caller;
    if (!span) return send(question, caller);
    span.requestSent();
    try {
      return await send(question, caller);
    } catch (error) {
      span.requestFailed(error);
      throw error;
    }
  };
