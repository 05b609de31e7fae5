/** Says a list where it differs from the saved view's. An empty one is said by an empty value. */
export function writeList(
  key: string,
  texts: readonly string[],
  base: readonly string[] | null,
  params: URLSearchParams,
): void {
  if (base !== null && JSON.stringify(texts) === JSON.stringify(base)) return;
  for (const text of texts) params.append(key, text);
  if (texts.length === 0) params.append(key, '');
}
