import { ActionIcon } from '@mantine/core';
import { useState } from 'react';

import { keepShortLink } from '../api/links';
import { currentSearch } from '../browser/navigation';
import { CopiedLink, copyText } from '../components/CopiedLink';
import { LinkIcon } from '../components/icons';
import { Popup } from '../components/Popup';
import { explain } from '../model/errors';
import { parseRoute } from '../url/route';

/** A short link to the page as it is now, for people who are signed in. */
export function CopyLink() {
  const [isOpen, setOpen] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [isCopied, setCopied] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const copy = async () => {
    setLink(null);
    setFailure(null);
    try {
      const made = await linkToHere();
      setCopied(await copyText(made));
      setLink(made);
    } catch (error) {
      setFailure(explain(error));
    }
  };
  return (
    <Popup
      label="Link to this view"
      width={340}
      position="bottom-end"
      isOpen={isOpen}
      onChange={(next) => {
        setOpen(next);
        if (next) void copy();
      }}
      target={
        <ActionIcon aria-label="Copy link" title="Copy a link to this view">
          <LinkIcon size={16} />
        </ActionIcon>
      }
    >
      {link !== null && <CopiedLink label="Link to this view" link={link} isCopied={isCopied} />}
      {failure !== null && <span role="alert">{failure}</span>}
      {link === null && failure === null && <span role="status">Making the link…</span>}
    </Popup>
  );
}

/** Pages of a project have long addresses, which the server keeps; others are short as they are. */
async function linkToHere(): Promise<string> {
  const { pathname, origin } = window.location;
  const search = currentSearch();
  const route = parseRoute(pathname, search);
  return 'project' in route ? keepShortLink(route.project, pathname + search) : origin + pathname + search;
}
