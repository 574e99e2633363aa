/**
 * Whatever is referred to exists, and nothing depends on itself: CloudWatch stops evaluating composite alarms
 * that do.
 */
export function checkOrder<T extends object>(
  property: string,
  items: ReadonlyMap<string, T>,
  references: (item: T) => readonly string[],
): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const item = items.get(name);
    if (item === undefined) {
      throw new Error(`${property}: ${path.at(-1)} refers to ${name}, which is not there.`);
    }
    refuseIf(path.includes(name), `${property}: ${[...path, name].join(' -> ')} goes in a circle`);
    if (!done.has(name)) {
      for (const reference of references(item)) {
        visit(reference, [...path, name]);
      }
      done.add(name);
    }
  };
  for (const name of items.keys()) {
    visit(name, []);
  }
}

export function refuseIf(condition: boolean, message: string): void {
  if (condition) {
    throw new Error(`${message}.`);
  }
}

/** Says of an error which resource it is about. */
export function aboutResource(id: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new Error(`${id}: ${(error as Error).message}`);
  }
}
