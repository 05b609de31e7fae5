import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { signIn } from '../../api/session';
import { explain } from '../../model/errors';
import classes from './LoginPage.module.css';

/** Asks for an API token: the same that a client logs with. */
export function LoginPage() {
  const [token, setToken] = useState('');
  const client = useQueryClient();
  const login = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      client.setQueryData(['session'], session);
      // What was seen before may have been somebody else's.
      return client.resetQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate(token.trim());
  };
  return (
    <div className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <h1>NeptuneAlt</h1>
        <p>
          Sign in with your API token: the one in NEPTUNE_API_TOKEN. The server keeps its first one in the file
          api-token of its data folder.
        </p>
        <PasswordInput
          label="API token"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="current-password"
          autoFocus
          error={login.isError ? explain(login.error) : undefined}
        />
        <Button type="submit" size="sm" loading={login.isPending} disabled={token.trim() === ''}>
          Sign in
        </Button>
      </form>
    </div>
  );
}
