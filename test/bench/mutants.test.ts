import { mutantsOf, mutate } from '../../bench/mutation/mutants';

const mutations = (source: string) => mutantsOf(source).map((mutant) => mutate(source, mutant));

describe('The mutants of a source', () => {
  test.each<[string, string, string[]]>([
    ['a comparison: its limit, and its contrary', 'a < b;', ['a <= b;', 'a >= b;']],
    ['an operator, beside parentheses and a comment', '(a) /* - */ + b;', ['(a) /* - */ - b;']],
    ['a negation', '!a;', ['a;']],
    ['a condition', 'a ? b : c;', ['true ? b : c;', 'false ? b : c;']],
    ['a number', 'a = 10;', ['a = 11;']],
    ['a call for its effect', 'a.close();', [';']],
    ['a call that is awaited', 'await a.close();', [';']],
    ['the lesser for the greater', 'a = Math.min(b, c);', ['a = Math.max(b, c);']],
    ['a filter', 'a = b.filter(c);', ['a = b;']],
    ['a count', 'a++;', ['a--;']],
    ['a sum', 'a += b;', ['a -= b;']],
    ['a function', 'function a() { return b; }', ['function a() {}']],
    ['a function of one expression', 'a = () => b;', ['a = () => undefined;']],
    ['what stands behind letters of several bytes', '/* é – */ a && b;', ['/* é – */ a || b;']],
    ['an expression under a type', 'a = (b < c) as T;', ['a = (b <= c) as T;', 'a = (b >= c) as T;']],
  ])('change %s', (_what, source, expected) => {
    expect(mutations(source)).toEqual(expected);
  });

  test.each([
    ['types', 'type A = 1 | 2; let a: Array<3> = b as 4;'],
    ['imports', "import { a } from 'b';"],
    ['texts that are put together', "a = 'b' + c;"],
  ])('leave %s alone', (_what, source) => {
    expect(mutations(source)).toEqual([]);
  });

  test('say where they are', () => {
    expect(mutantsOf('a;\nb < c;')[0]).toMatchObject({ line: 2, before: '<', after: '<=' });
  });
});
