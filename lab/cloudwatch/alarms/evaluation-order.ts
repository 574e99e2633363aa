import type { SimulatedAlarm } from './simulated-alarm';

/** Composite alarms after the alarms that their rules name; `readAlarms` has seen to it that this is possible. */
export function dependenciesFirst(definitions: readonly SimulatedAlarm[]): SimulatedAlarm[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const ordered = new Set<SimulatedAlarm>();
  const visit = (definition: SimulatedAlarm | undefined): void => {
    if (definition?.kind === 'composite' && !ordered.has(definition)) {
      for (const name of definition.anyOf) {
        visit(byName.get(name));
      }
    }
    if (definition !== undefined) {
      ordered.add(definition);
    }
  };
  definitions.forEach(visit);
  return [...ordered];
}
