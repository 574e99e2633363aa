import { hasNovemberPolicy, novemberPolicy } from '../../bench/alarms/november-policy';

test("November's alarms can still be played beside today's", () => {
  expect(hasNovemberPolicy('four', 1)).toBe(true);
  expect(hasNovemberPolicy('four', 5)).toBe(false);
  const titles = novemberPolicy('four').alarms.map(({ name }) => name.replace(/^\S+ /, ''));
  expect(titles).toEqual(expect.arrayContaining(['not watching', 'reference lost']));
});
