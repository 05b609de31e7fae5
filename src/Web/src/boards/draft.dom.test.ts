import { beforeEach, expect, it, vi } from 'vitest';

import type { DashboardContent, DashboardDto } from '../api/dashboards';
import { serve, type Call } from '../test/server';
import { emptyBoard, widgetOf, type Board } from './board';
import { dashboardsApi } from './boardApi';
import { Draft } from './draft';
import { addWidgets, setName, setWidget, type Edit } from './edit';
import { newWidget } from './options';
import { readUnsaved } from './unsaved';
import { readBoard, writeBoard } from './wire';

const branch = '00000000-0000-7000-8000-000000000000';
const text = (id: string, name: string) => newWidget(id, 'text', {}, name);
const add = (id: string) => addWidgets('', [{ dto: text(id, id), w: 8, h: 6 }]);
const first = [add('a'), add('b'), setName('Board')].reduce((board: Board, edit: Edit) => edit(board), emptyBoard);

interface Version {
  content: DashboardContent;
  draft: boolean;
  revision: number;
  at: number;
}

/** Keeps versions as the contract says: revisions, one draft, and publishing over the newest version only. */
class Server {
  readonly versions = new Map<string, Version>();
  isDown = false;
  #made = 0;

  constructor() {
    this.publish(first);
    const get = (_: object, path: string) => (call: Call) => this.#answer(path, call);
    serve(new Proxy({}, { get }));
  }

  publish(board: Board): string {
    return this.#add(writeBoard(board), false);
  }

  dto(id: string): DashboardDto {
    const { content, draft } = this.versions.get(id)!;
    return { ...content, id, versionBranch: branch, draft };
  }

  get newest(): string {
    return [...this.versions].filter(([, { draft }]) => !draft).sort(([, a], [, b]) => b.at - a.at)[0]![0];
  }

  get draft(): Version | undefined {
    return [...this.versions.values()].find(({ draft }) => draft);
  }

  #add(content: DashboardContent, draft: boolean): string {
    const id = `v${++this.#made}`;
    this.versions.set(id, { content, draft, revision: 1, at: this.#made });
    return id;
  }

  #answer(path: string, { headers, body }: Call): unknown {
    if (this.isDown) return new Response('', { status: 503 });
    const [method, url = ''] = path.split(' ');
    const [id = '', part] = url.replace('/api/leaderboard/v1/dashboards/', '').split('/');
    const version = this.versions.get(id);
    if (version === undefined) return new Response('', { status: 404 });
    const answer = (of: string) =>
      new Response(JSON.stringify(this.dto(of)), { headers: { ETag: `"${of}.${this.versions.get(of)!.revision}"` } });
    const refuse = (errorType: string, current: object) =>
      new Response(JSON.stringify({ errorType, message: errorType, current }), { status: 409 });
    if (method === 'GET') return answer(id);
    if (method === 'DELETE') return void this.versions.delete(id);
    if (method === 'POST') {
      const there = [...this.versions].find(([, { draft }]) => draft);
      if (there) return refuse('DRAFT_ALREADY_EXISTS', { id: there[0] });
      return answer(this.#add(body as DashboardContent, true));
    }
    if (part === 'version') {
      if (version.content.extra?.base !== this.newest) return refuse('CONFLICT', { id: this.newest });
      Object.assign(version, { draft: false, at: ++this.#made, revision: version.revision + 1 });
      return {};
    }
    if (headers.get('If-Match') !== `"${id}.${version.revision}"`) return refuse('CONFLICT', { id });
    Object.assign(version, { content: body, revision: version.revision + 1 });
    return answer(id);
  }
}

let server: Server;
beforeEach(() => {
  server = new Server();
});

const open = () => new Draft(dashboardsApi, 'team/llm', server.dto(server.newest), null);
const nameIn = (content: DashboardContent, id: string) => widgetOf(readBoard(content), id)?.dto.name;

it('saves a draft, which says what it began from, and publishes it', async () => {
  const draft = open();
  draft.edit(setWidget('a', text('a', 'mine')));
  await draft.autosave.flush();
  expect(server.draft!.content.extra).toMatchObject({ base: 'v1' });
  expect(await draft.publish('Named', null)).toEqual([]);
  expect(nameIn(server.versions.get(server.newest)!.content, 'a')).toBe('mine');
});

it('joins what two tabs of one browser edit', async () => {
  const [one, other] = [open(), open()];
  one.edit(setWidget('a', text('a', 'one')));
  await one.autosave.flush();
  other.edit(setWidget('b', text('b', 'other')));
  await other.autosave.flush();
  one.edit(add('c'));
  await one.autosave.flush();
  expect(['a', 'b', 'c'].map((id) => nameIn(server.draft!.content, id))).toEqual(['one', 'other', 'c']);
});

it('goes on in a draft of its own where another tab published the one of both', async () => {
  const [one, other] = [open(), open()];
  one.edit(setWidget('a', text('a', 'one')));
  await one.autosave.flush();
  other.edit(setWidget('b', text('b', 'other')));
  await other.autosave.flush();
  await one.publish('', null);
  other.edit(add('c'));
  await other.autosave.flush();
  expect(nameIn(server.versions.get(server.newest)!.content, 'c')).toBeUndefined();
  expect(['a', 'b', 'c'].map((id) => nameIn(server.draft!.content, id))).toEqual(['one', 'other', 'c']);
  expect(server.draft!.content.extra).toMatchObject({ base: server.newest });
});

it('makes another draft where the server has lost it', async () => {
  const draft = open();
  draft.edit(setWidget('a', text('a', 'mine')));
  await draft.autosave.flush();
  for (const [id, version] of server.versions) if (version.draft) server.versions.delete(id);
  draft.edit(add('c'));
  await draft.autosave.flush();
  expect(['a', 'c'].map((id) => nameIn(server.draft!.content, id))).toEqual(['mine', 'c']);
});

it('merges what somebody else published since', async () => {
  const draft = open();
  draft.edit(setWidget('a', text('a', 'mine')));
  server.publish(setWidget('b', text('b', 'theirs'))(first));
  expect(await draft.publish('', null)).toEqual([]);
  const { content } = server.versions.get(server.newest)!;
  expect([nameIn(content, 'a'), nameIn(content, 'b')]).toEqual(['mine', 'theirs']);
});

it('asks where both changed a widget, and publishes what was chosen', async () => {
  const draft = open();
  draft.edit(setWidget('a', text('a', 'mine')));
  const theirs = server.publish(setWidget('a', text('a', 'theirs'))(first));
  expect((await draft.publish('', null)).map(({ id }) => id)).toEqual(['a']);
  expect(server.newest).toBe(theirs);
  expect(await draft.publish('', new Set(['a']))).toEqual([]);
  expect(nameIn(server.versions.get(server.newest)!.content, 'a')).toBe('theirs');
});

it('keeps in the browser what a server that is away does not get', async () => {
  const draft = open();
  server.isDown = true;
  draft.edit(setWidget('a', text('a', 'mine')));
  await draft.autosave.flush().catch(() => undefined);
  draft.keep();
  expect(draft.autosave.state().kind).toBe('failed');
  expect(nameIn(readUnsaved(branch)!.content, 'a')).toBe('mine');
  server.isDown = false;
  await draft.autosave.flush();
  expect(readUnsaved(branch)).toBeNull();
});

it('leaves nothing on the server of a draft that is thrown away, and brings it back', async () => {
  const draft = open();
  draft.edit(add('c'));
  await draft.autosave.flush();
  draft.edit(add('d'));
  await draft.discard();
  await vi.waitFor(() => expect(server.draft).toBeUndefined());
  const lost = readUnsaved(branch)!;
  expect(lost).toMatchObject({ isDiscarded: true, base: 'v1' });

  // Somebody publishes meanwhile: what is brought back began before that, and is merged with it.
  server.publish(setWidget('b', text('b', 'theirs'))(first));
  const again = new Draft(dashboardsApi, 'team/llm', server.dto(server.newest), null, lost.base);
  again.edit(() => readBoard(lost.content));
  await again.autosave.flush();
  expect(readUnsaved(branch)).toBeNull();
  expect(await again.publish('', null)).toEqual([]);
  const { content } = server.versions.get(server.newest)!;
  expect(['b', 'c', 'd'].map((id) => nameIn(content, id))).toEqual(['theirs', 'c', 'd']);
});

it('keeps nothing of a draft that nobody changed', async () => {
  await open().discard();
  expect(readUnsaved(branch)).toBeNull();
});
