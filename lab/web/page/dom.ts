type Child = Node | string | null | undefined;
type Properties<E> = { [Key in keyof E]?: E[Key] extends (...args: never[]) => unknown ? never : E[Key] };

/** An element with properties, attributes (those with a hyphen, and `role`) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<HTMLElementTagNameMap[Tag]> & { [attribute: `${string}-${string}`]: string } = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') {
      made.setAttribute(name, String(value));
    } else {
      Object.assign(made, { [name]: value });
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The element of that id, which index.html has. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`index.html has no #${id}`);
  }
  return found as E;
}

/**
 * Brings a list's items up to date: items that stay keep their elements, and with them focus and what is open.
 * @param update changes an element that is there, in place
 */
export function keyed<Item, E extends HTMLElement>(
  { parent, items }: { parent: HTMLElement; items: readonly Item[] },
  key: (item: Item) => string,
  create: (item: Item) => E,
  update: (made: E, item: Item) => void = () => {},
): void {
  const existing = new Map(
    Array.from(parent.children, (child) => [(child as HTMLElement).dataset.key, child]),
  );
  items.forEach((item, i) => {
    const id = key(item);
    const made = (existing.get(id) as E | undefined) ?? create(item);
    existing.delete(id);
    made.dataset.key = id;
    if (parent.children[i] !== made) {
      parent.insertBefore(made, parent.children[i] ?? null);
    }
    update(made, item); // in its place, where it has a size and colours
  });
  for (const gone of existing.values()) {
    gone.remove();
  }
}

/** Tells the lab something; what the lab doesn't take, or can't hear any more, is shown. */
export async function post(path: string, body: object): Promise<void> {
  byId('refused').textContent = await refusalOf(path, body);
}

async function refusalOf(path: string, body: object): Promise<string> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? '' : `The lab refused: ${await answer.text()}`;
  } catch {
    return 'The lab does not answer: nothing was changed.';
  }
}

/** Milliseconds with a sign, to the microsecond. */
export function signedText(ms: number): string {
  return `${ms < 0 ? '\u2212' : '+'}${Math.abs(ms).toFixed(3)}`;
}
