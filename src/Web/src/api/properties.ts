import { request } from './client';

const base = '/api/backend/v1/clients/properties';
const key = 'settings';

function scopeOf(project: string) {
  return { scope: 'project', propertyType: `charts ${project}` };
}

/** The settings that all charts of a project's dashboards have; null where nobody set any. */
export async function getChartSettings(project: string, signal?: AbortSignal): Promise<unknown> {
  const { properties } = await request<{ properties: { key: string; value: string }[] }>(`${base}/list`, {
    query: scopeOf(project),
    signal,
  });
  const found = properties.find((one) => one.key === key);
  try {
    return found === undefined ? null : (JSON.parse(found.value) as unknown);
  } catch {
    return null;
  }
}

export async function putChartSettings(project: string, settings: unknown): Promise<void> {
  await request(base, { method: 'POST', query: scopeOf(project), body: { key, value: JSON.stringify(settings) } });
}
