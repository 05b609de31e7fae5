import { useEffect } from 'react';

import { navigate } from '../browser/navigation';
import { Loading } from '../components/States';
import { redirectTo } from '../url/redirects';

export interface RedirectProps {
  pathname: string;
  search: string;
}

/** Goes from an address of Neptune's app to ours. Few need it: it is no part of the first page. */
export function Redirect({ pathname, search }: RedirectProps) {
  const to = redirectTo(pathname, search);
  useEffect(() => {
    if (to !== null) navigate(to, 'replace');
  }, [to]);
  return <Loading label="Loading the page" />;
}
