import type { z } from 'zod';
import type { ServerInput } from '../../../lambda/monitor/event';
import type { MaintenanceWindow } from '../../../lambda/monitor/maintenance';
import type { Maintenance, MonitoredServer, MonitorInput } from '../../../lib/config/monitor-input';
import type { NotifyConfig } from '../../../lib/config/resolved-config';
import type { monitorSchema } from '../../../lib/config/schema';

/** The keys of a type, which of them may be left out, and what they hold, all the way down. */
type Shape<T> = T extends readonly (infer Item)[]
  ? readonly Shape<Item>[]
  : T extends object
    ? {
        [Key in keyof T]-?: [
          Shape<Exclude<T[Key], undefined>>,
          object extends Pick<T, Key> ? 'optional' : 'required',
        ];
      }
    : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('the interfaces that other packages see are the schema, in both directions: the compiler says so', () => {
  const input: Same<Shape<MonitorInput>, Shape<z.input<typeof monitorSchema>>> = true;
  const notify: Same<Shape<NotifyConfig>, Shape<z.output<typeof monitorSchema>['notify']>> = true;
  const server: Same<Shape<MonitoredServer>, Shape<ServerInput>> = true;
  const maintenance: Same<Shape<Maintenance>, Shape<MaintenanceWindow>> = true;
  expect([input, notify, server, maintenance]).toEqual([true, true, true, true]);
});
