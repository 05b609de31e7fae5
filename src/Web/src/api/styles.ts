import { request } from './client';
import type { StyleList } from './generated';

const base = '/api/leaderboard/v1/attributes/style';

/** The color of what has this value of this attribute, the same for all who see the project. */
export interface Style {
  name: string;
  value: string;
  color: string;
}

export async function listStyles(project: string, signal?: AbortSignal): Promise<Style[]> {
  const { settings } = await request<StyleList>(`${base}/queryAttributeStyleSettings`, {
    method: 'POST',
    body: { projectIdentifier: project },
    signal,
  });
  return settings.flatMap(({ attribute, color }) =>
    attribute?.name && typeof attribute.value === 'string' && color
      ? [{ name: attribute.name, value: attribute.value, color }]
      : [],
  );
}

/** An empty color takes it away. */
export async function putStyle(project: string, { name, value, color }: Style): Promise<void> {
  await request(`${base}/putAttributeStyleSettings`, {
    method: 'PUT',
    body: { projectIdentifier: project, styleSettings: { attribute: { name, value }, color } },
  });
}
