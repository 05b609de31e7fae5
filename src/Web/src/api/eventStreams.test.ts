import { EventStreams, readBoardsChange, readChange, type Change } from './eventStreams';

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close() {
    this.readyState = Source.CLOSED;
  }
}

beforeEach(() => {
  Source.all = [];
  vi.stubGlobal('EventSource', Source);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('reads which runs changed', () => {
  expect(readChange('{"runs":["LLM-1"],"all":false}')).toEqual(['LLM-1']);
  expect(readChange('{"runs":["LLM-1"],"all":true}')).toBe('any');
  expect(readChange('{}')).toBeNull();
});

test('reads which dashboards changed', () => {
  const said = '{"dashboards":[{"branch":"b","version":"v","owner":"Ada","draft":true,"deleted":false}],"all":false}';
  const boards = [{ branch: 'b', owner: 'Ada', draft: true, deleted: false }];
  expect(readBoardsChange(said)).toEqual({ boards, all: false });
  expect(readBoardsChange('{"all":true}')).toEqual({ boards: [], all: true });
});

test('takes anything for changed after a stream that could not be opened at first', () => {
  const heard: Change[] = [];
  const stop = new EventStreams().listen('w/p', (change) => heard.push(change));
  Source.all[0]!.dispatchEvent(new Event('error'));
  Source.all[0]!.dispatchEvent(new Event('open'));
  stop();
  expect(heard).toEqual(['cut', 'any']);
});

test('takes any run for changed after it was cut off', () => {
  const heard: Change[] = [];
  const stop = new EventStreams().listen('w/p', (change) => heard.push(change));
  const source = Source.all[0]!;

  source.dispatchEvent(new Event('open'));
  source.dispatchEvent(new MessageEvent('changed', { data: '{"runs":["LLM-2"]}' }));
  source.dispatchEvent(new Event('open'));
  stop();

  expect(source.url).toContain('projectIdentifier=w%2Fp');
  expect(heard).toEqual([['LLM-2'], 'any']);
  expect(source.readyState).toBe(Source.CLOSED);
});

test('opens one stream a project, until the last listener has gone', () => {
  const streams = new EventStreams();
  const heard: string[] = [];
  const first = streams.listen('w/p', () => heard.push('first'));
  const second = streams.listen('w/p', () => heard.push('second'));
  streams.listen('w/other', () => heard.push('other'));

  expect(Source.all).toHaveLength(2);
  first();
  first();
  Source.all[0]!.dispatchEvent(new MessageEvent('changed', { data: '{"runs":["LLM-2"]}' }));
  expect(heard).toEqual(['second']);
  expect(Source.all[0]!.readyState).toBe(1);
  second();
  expect(Source.all[0]!.readyState).toBe(Source.CLOSED);
});

test('opens a stream anew that the server refused, and then takes any run for changed', () => {
  vi.useFakeTimers();
  const heard: Change[] = [];
  const stop = new EventStreams().listen('w/p', (change) => heard.push(change));

  Source.all[0]!.close();
  Source.all[0]!.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(10_000);
  expect(Source.all).toHaveLength(2);
  Source.all[1]!.dispatchEvent(new Event('open'));

  expect(heard).toEqual(['cut', 'any']);
  stop();
  expect(Source.all[1]!.readyState).toBe(Source.CLOSED);
});
