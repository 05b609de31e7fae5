/** An error response of the server, or no response at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Neptune's word for the kind of error, such as `ACCESS_DENIED`. */
    readonly errorType: string | null = null,
    /** Where in the text that was sent the error lies, in characters from its start. */
    readonly position: number | null = null,
    /** What is there now, where a change was refused because somebody else saved meanwhile; undefined else. */
    readonly current: unknown = undefined,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Explains an error to users: what happened and what to do, in one or two sentences. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return 'The server is temporarily unavailable. This page reconnects by itself.';
  if (error.errorType === 'ACCESS_DENIED' || error.status === 403) {
    return 'There is no such project, or you may not see it. Check the address, or ask its owner for access.';
  }
  if (error.status === 405) return 'This server does not offer that.';
  if (error.status === 429) return `${error.message} Wait a moment, then try again.`;
  if (error.status >= 500) return `${error.message} If this persists, check the server's log.`;
  return error.message;
}
