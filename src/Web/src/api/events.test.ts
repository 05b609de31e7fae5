import { readChange, watchRuns, type Change } from './events';

class Source extends EventTarget {
  static last: Source;
  isClosed = false;
  constructor(readonly url: string) {
    super();
    Source.last = this;
  }
  close() {
    this.isClosed = true;
  }
}

test('reads which runs changed', () => {
  expect(readChange('{"runs":["LLM-1"],"all":false}')).toEqual(['LLM-1']);
  expect(readChange('{"runs":["LLM-1"],"all":true}')).toBe('any');
  expect(readChange('{}')).toBeNull();
});

test('takes any run for changed after it was cut off', () => {
  vi.stubGlobal('EventSource', Source);
  const heard: Change[] = [];
  const stop = watchRuns('w/p', (change) => heard.push(change));

  Source.last.dispatchEvent(new Event('open'));
  Source.last.dispatchEvent(new MessageEvent('changed', { data: '{"runs":["LLM-2"]}' }));
  Source.last.dispatchEvent(new Event('open'));
  stop();

  expect(Source.last.url).toContain('projectIdentifier=w%2Fp');
  expect(heard).toEqual([['LLM-2'], 'any']);
  expect(Source.last.isClosed).toBe(true);
  vi.unstubAllGlobals();
});
