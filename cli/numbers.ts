import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError for anything but a whole number between the two, both included */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

/** @throws InvalidArgumentError for anything but a finite number above 0 */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('expected a number above 0');
  }
  return value;
}

/** Timers take no more than 24 days, and fire at once beyond them. @throws InvalidArgumentError for anything else */
export function secondsUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && value <= most)) {
      throw new InvalidArgumentError(`expected seconds above 0, ${most} at most`);
    }
    return value;
  };
}

/** The same, and 0. @throws InvalidArgumentError for anything else */
export function secondsFrom0To(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= 0 && value <= most)) {
      throw new InvalidArgumentError(`expected seconds from 0 to ${most}`);
    }
    return value;
  };
}
