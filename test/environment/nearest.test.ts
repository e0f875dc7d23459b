import { nearest } from '../../src/environment/nearest';

describe('the word that was meant', () => {
  test.each([
    ['differs by one letter, however short it is', 'ab', ['abc'], 'abc'],
    ['differs by a third of the letters', 'abcxyf', ['abcdef'], 'abcdef'],
    ['is none that differs by more', 'abcxyz', ['abcdef'], undefined],
    ['is none of five letters that differs by two', 'abcxy', ['abcde'], undefined],
    ['may be longer than what was written', 'abcdefg', ['abcdefghi'], 'abcdefghi'],
    ['has two letters the other way round', 'expsoure', ['export', 'exposure'], 'exposure'],
    ['is written in capitals or not', 'KIND', ['kind'], 'kind'],
    ['is the nearest one', 'port', ['ports', 'port2s', 'port'], 'port'],
    ['is the first one of those that are as near', 'cat', ['hat', 'bat'], 'hat'],
    ['is none where there is nothing to choose from', 'port', [], undefined],
  ])('%s', (_, word, words, meant) => {
    expect(nearest(word, words)).toBe(meant);
  });
});
