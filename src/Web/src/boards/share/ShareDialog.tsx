import { Button, Code, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { listPublicLinks } from '../../api/links';
import { CopiedLink, copyText } from '../../components/CopiedLink';
import { Dialog } from '../../components/Dialog';
import { ErrorState, Loading } from '../../components/States';
import type { Board } from '../board';
import classes from '../boards.module.css';
import { useBoardApi } from '../boardApi';
import type { BoardScope } from '../widget';
import { LinkForm } from './LinkForm';
import { linksKey } from './linkRuns';
import { LinksList } from './LinksList';

export interface ShareDialogProps {
  scope: BoardScope;
  branch: string;
  board: Board;
  close: () => void;
}

/** The public links of a board: makes them, lists them, withdraws them. */
export function ShareDialog({ scope, branch, board, close }: ShareDialogProps) {
  const { noun } = useBoardApi();
  const { project } = scope;
  const links = useQuery({
    queryKey: linksKey(project, branch),
    queryFn: ({ signal }) => listPublicLinks(project, branch, signal),
    staleTime: 0,
  });
  const [made, setMade] = useState<string | null>(null);
  const [isCopied, setCopied] = useState(false);
  const done = async (address: string) => {
    setCopied(await copyText(address));
    setMade(address);
  };
  return (
    <Dialog onClose={close} title={`Share the ${noun}`} size="lg">
      {links.data === undefined ? (
        links.error === null ? (
          <Loading label="Loading the links" />
        ) : (
          <ErrorState what="The links could not be listed" error={links.error} />
        )
      ) : (
        <div className={classes.fields}>
          {!links.data.on && (
            <div className={classes.notice} role="status">
              Public links are switched off on this server. Its operator allows them with --public-links.
            </div>
          )}
          {links.data.on && made === null && (
            <LinkForm scope={scope} branch={branch} board={board} done={(address) => void done(address)} />
          )}
          {made !== null && (
            <>
              <CopiedLink label="Public link" link={made} isCopied={isCopied} />
              <span className={classes.of}>
                It is shown only now. Whoever has it sees what is published, until it expires or you withdraw it.
              </span>
              <Snippets link={made} origins={links.data.embedOrigins} />
              <Button variant="default" onClick={() => setMade(null)}>
                Make another
              </Button>
            </>
          )}
          <LinksList project={project} branch={branch} links={links.data.links} board={board} />
        </div>
      )}
    </Dialog>
  );
}

/** What shows the link within a page or a notebook. */
function Snippets({ link, origins }: { link: string; origins: readonly string[] }) {
  return (
    <Tabs defaultValue="page" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="page">In a page</Tabs.Tab>
        <Tabs.Tab value="notebook">In a notebook</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="page" pt="xs">
        <Code block>{`<iframe src="${link}?embed" width="100%" height="420" style="border: 0"></iframe>`}</Code>
      </Tabs.Panel>
      <Tabs.Panel value="notebook" pt="xs">
        <Code block>{`from IPython.display import IFrame\nIFrame("${link}?embed", width="100%", height=420)`}</Code>
      </Tabs.Panel>
      <p className={classes.of}>
        {origins.length === 0
          ? 'The server lets no page show it in a frame: its operator names such pages with --embed-origins.'
          : `Pages of these origins may show it: ${origins.join(', ')}.`}
      </p>
    </Tabs>
  );
}
