import type { DashboardContent, DashboardDto } from '../api/dashboards';
import type { Tagged } from '../api/client';
import { ApiError } from '../model/errors';
import { Autosave } from './autosave';
import type { Board } from './board';
import type { BoardApi } from './boardApi';
import type { Edit } from './edit';
import { mergeBoards, type Conflict } from './merge';
import { EditedBoard } from './store';
import { forgetUnsaved, keepUnsaved } from './unsaved';
import { contentOf, readBoard, writeBoard } from './wire';

/** The published version that a draft began from. */
interface Base {
  id: string;
  versionBranch: string;
}

const keepMs = 300;

/**
 * A board while somebody edits it. Changes go to a draft on the server by themselves, and into the browser's storage
 * until they are there; others see them once the draft is published.
 */
export class Draft {
  readonly edited: EditedBoard;
  readonly autosave: Autosave<Board>;
  readonly #api: BoardApi;
  readonly #project: string;
  #base: Base;
  /** Of the draft on the server; null until there is one. */
  #id: string | null;
  #tag: string | null;
  /** What the server has as far as we know: of two tabs that edit the draft, each merges what the other saved. */
  #known: Board;
  #kept: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /**
   * @param published what the draft began from, or begins from.
   * @param mine the draft that the server has; null for none.
   * @param base the version that what is restored into it began from; left out: the published one.
   */
  constructor(
    api: BoardApi,
    project: string,
    published: DashboardDto,
    mine: Tagged<DashboardDto> | null,
    base?: string,
  ) {
    this.#api = api;
    this.#project = project;
    this.#base = { id: baseOf(mine?.data) ?? base ?? published.id, versionBranch: published.versionBranch };
    this.#id = mine?.data.id ?? null;
    this.#tag = mine?.tag ?? null;
    this.#known = readBoard(contentOf(mine?.data ?? published));
    this.edited = new EditedBoard(this.#known);
    this.autosave = new Autosave((board) => this.#save(board));
    this.edited.store.subscribe(({ board }, before) => {
      if (board === before.board || this.#isOver) return;
      this.autosave.changed(board);
      clearTimeout(this.#kept);
      this.#kept = setTimeout(() => this.keep(), keepMs);
    });
  }

  get base(): string {
    return this.#base.id;
  }

  edit(edit: Edit, field: string | null = null): void {
    this.edited.edit(edit, field);
  }

  /** Keeps what is not saved yet in the browser. */
  readonly keep = (): void => {
    clearTimeout(this.#kept);
    if (this.autosave.state().kind === 'saved' || this.#isOver) return;
    const content = this.#content(this.edited.board);
    keepUnsaved(this.#base.versionBranch, { content, base: this.base, at: Date.now() });
  };

  /**
   * Makes the draft the newest version, merged with what others published since it began.
   *
   * @param chosen of conflicts, the ids of those where theirs holds; null before anybody was asked.
   * @returns the conflicts that somebody has to decide on, and then nothing was published; none: it was.
   */
  async publish(versionName: string, chosen: ReadonlySet<string> | null): Promise<Conflict[]> {
    if (this.#id === null) this.autosave.changed(this.edited.board);
    await this.autosave.flush();
    for (;;) {
      try {
        await this.#api.publish(this.#project, this.#id!, versionName);
        this.#end();
        return [];
      } catch (error) {
        const newer = this.#api.changedMeanwhile(error, this.#base.versionBranch)?.id;
        if (newer === undefined) throw error;
        const [base, theirs] = await Promise.all([this.base, newer].map((id) => this.#api.get(this.#project, id)));
        const boards = [base!, theirs!].map(({ data }) => readBoard(contentOf(data)));
        const { board, conflicts } = mergeBoards(boards[0]!, this.edited.board, boards[1]!, chosen ?? new Set());
        if (conflicts.length > 0 && chosen === null) return conflicts;
        this.#base = { ...this.#base, id: newer };
        this.edit(() => board);
        this.autosave.changed(this.edited.board);
        await this.autosave.flush();
      }
    }
  }

  /** Throws the draft away. The browser keeps what was in it, for second thoughts. */
  async discard(): Promise<void> {
    const id = this.#id;
    const isEmpty = id === null && this.autosave.state().kind === 'saved';
    const lost = { content: this.#content(this.edited.board), base: this.base, at: Date.now(), isDiscarded: true };
    this.#end();
    if (isEmpty) return;
    keepUnsaved(this.#base.versionBranch, lost);
    if (id === null) return;
    await this.#api.deleteVersion(this.#project, id).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    });
  }

  #end() {
    this.#isOver = true;
    clearTimeout(this.#kept);
    this.autosave.stop();
    forgetUnsaved(this.#base.versionBranch);
  }

  async #save(board: Board): Promise<void> {
    const saved = await this.#put(board);
    this.#id = saved.data.id;
    this.#tag = saved.tag;
    if (this.edited.board === board) forgetUnsaved(this.#base.versionBranch);
  }

  async #put(board: Board): Promise<Tagged<DashboardDto>> {
    try {
      const saved =
        this.#id === null
          ? await this.#api.createDraft(this.#project, this.#base, this.#content(board))
          : await this.#api.save(this.#project, this.#id, this.#content(board), this.#tag);
      this.#known = board;
      return saved;
    } catch (error) {
      if (this.#id !== null && error instanceof ApiError && error.status === 404) {
        // Thrown away in another tab, or too old for the server: what is edited here is still wanted.
        this.#id = null;
        return this.#put(board);
      }
      const { versionBranch } = this.#base;
      const isChanged = this.#api.changedMeanwhile(error, versionBranch) !== null;
      const id = this.#api.draftThere(error, versionBranch) ?? (isChanged ? this.#id : null);
      if (id === null) throw error;
      return this.#putOver(id, board);
    }
  }

  /** Another tab saved or published the same draft meanwhile: what it did and what was done here become one. */
  async #putOver(id: string, board: Board): Promise<Tagged<DashboardDto>> {
    const there = await this.#api.get(this.#project, id);
    const theirs = readBoard(contentOf(there.data));
    const merged = mergeBoards(this.#known, board, theirs).board;
    const now = this.edited.board;
    this.edit(() => (now === board ? merged : mergeBoards(board, now, merged).board));
    if (!there.data.draft) this.#base = { ...this.#base, id }; // Others see it by now: it is no draft to save over.
    const saved = there.data.draft
      ? await this.#api.save(this.#project, id, this.#content(merged), there.tag)
      : await this.#api.createDraft(this.#project, this.#base, this.#content(merged));
    this.#known = merged;
    return saved;
  }

  #content(board: Board): DashboardContent {
    const content = writeBoard(board);
    return { ...content, extra: { ...content.extra, v: 1, base: this.#base.id } };
  }
}

function baseOf(dto: DashboardDto | undefined): string | null {
  const base = dto?.extra?.base;
  return typeof base === 'string' ? base : null;
}
