import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { withdrawPublicLink, type PublicLink } from '../../api/links';
import { useNow } from '../../components/useNow';
import { explain } from '../../model/errors';
import { formatAgo, formatMoment } from '../../model/format';
import { widgetOf, type Board } from '../board';
import classes from '../boards.module.css';
import { widgetTitle } from '../options';
import { linksKey } from './linkRuns';

export interface LinksListProps {
  project: string;
  branch: string;
  links: readonly PublicLink[];
  board: Board;
}

/** The links that there are; each can be withdrawn. */
export function LinksList({ project, branch, links, board }: LinksListProps) {
  const client = useQueryClient();
  const now = useNow();
  const withdraw = useMutation({
    mutationFn: (id: string) => withdrawPublicLink(project, id),
    onSettled: () => client.invalidateQueries({ queryKey: linksKey(project, branch) }),
  });
  if (links.length === 0) return null;
  return (
    <ul className={classes.links} aria-label="Public links">
      {links.map((link) => (
        <li key={link.id}>
          <span className="name">
            <bdi>{link.name || 'Public link'}</bdi>
          </span>
          <span className={classes.of}>
            {shows(link, board)}made by {link.owner} {formatAgo(Date.parse(link.created), now)},{' '}
            {link.expires == null
              ? 'never expires'
              : `${link.isExpired ? 'expired' : 'expires'} ${formatMoment(Date.parse(link.expires))}`}
          </span>
          <Button variant="subtle" color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate(link.id)}>
            Withdraw
          </Button>
        </li>
      ))}
      {withdraw.error !== null && <li role="alert">{explain(withdraw.error)}</li>}
    </ul>
  );
}

function shows({ widget }: PublicLink, board: Board): string {
  if (widget == null) return '';
  const found = widgetOf(board, widget);
  return `${found === undefined ? 'a widget that is gone' : widgetTitle(found.dto)}, `;
}
