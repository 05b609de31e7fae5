import { request } from './client';

/** A moment that findings are fixed at. */
export interface Moment {
  /** What reads name it by; it means something to this server alone. */
  moment: string;
  /** ISO. */
  time: string;
}

export function createMoment(signal?: AbortSignal): Promise<Moment> {
  return request<Moment>('/api/leaderboard/v1/moments', { method: 'POST', signal });
}

/** What the address of a read has to have so that it shows series at a moment. */
export const asOfQuery = (asOf: string | null | undefined): { asOf?: string } => (asOf == null ? {} : { asOf });
