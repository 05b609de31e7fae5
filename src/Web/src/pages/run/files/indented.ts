const jsonToken = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** JSON with line breaks and indents, and every number as it was written; what is no JSON stays as it is. */
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const out: string[] = [];
  let depth = 0;
  const tokens = text.match(jsonToken) ?? [];
  tokens.forEach((token, at) => {
    if (token === '}' || token === ']') {
      depth--;
      const isEmpty = tokens[at - 1] === '{' || tokens[at - 1] === '[';
      out.push(isEmpty ? token : `\n${'  '.repeat(depth)}${token}`);
      return;
    }
    const before = tokens[at - 1];
    if (before === '{' || before === '[' || before === ',') out.push(`\n${'  '.repeat(depth)}`);
    out.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth++;
  });
  return out.join('');
}
