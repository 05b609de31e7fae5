import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** Puts a text on the clipboard. @returns whether the browser let it: many do so only on secure pages. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A link to be copied, chosen as a whole. */
export function CopiedLink({ label, link, isCopied }: { label: string; link: string; isCopied: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), [link]);
  return (
    <TextInput
      ref={input}
      label={label}
      readOnly
      value={link}
      description={isCopied ? 'It is on the clipboard.' : 'Copy it from here.'}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
