import { randomInt } from 'node:crypto';

/** Random numbers that one can have again, by the seed that a failure tells. */
export class Random {
  readonly seed = Number(process.env.PRESSROOM_SEED ?? randomInt(2 ** 32));
  private state = this.seed;

  /** From 0 to this, without it. By mulberry32. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  /** Takes one out. */
  draw<T>(from: T[]): T {
    return from.splice(this.below(from.length), 1)[0];
  }

  /** For the messages of what fails. */
  toString(): string {
    return `PRESSROOM_SEED=${this.seed}`;
  }
}
