/** An answer counts this much towards what is usual. */
const WEIGHT = 0.01;
/** Until so many answers are in, the plain mean is what is usual. */
const SETTLED = 1 / WEIGHT;

/** How long answers of one kind usually take: a mean that forgets slowly. */
export class Latency {
  #mean = 0;
  #answers = 0;

  /** Takes in an answer, and tells how many times the usual it took. */
  ratioOf(ms: number): number {
    const usual = this.#mean;
    this.#answers++;
    this.#mean += (ms - this.#mean) * Math.max(WEIGHT, 1 / Math.min(this.#answers, SETTLED));
    return usual > 0 ? ms / usual : 1;
  }
}
