import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, Suspense, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';

import { connection } from '../api/connection';
import { getSession, ping, signOut } from '../api/session';
import { BookIcon, CheckIcon, ExitIcon, MoonIcon, PencilIcon, ScreenIcon, SunIcon } from '../components/icons';
import { Link } from '../components/Link';
import { lazyWithRetry } from '../data/lazyWithRetry';
import { naming } from '../data/naming';
import classes from './AppShell.module.css';
import { shortcuts, useShortcuts } from './useShortcuts';

const CopyLink = lazyWithRetry(() => import('./CopyLink').then((module) => module.CopyLink));
const YourName = lazyWithRetry(() => import('./YourName').then((module) => module.YourName));

export interface Crumb {
  label: string;
  to?: string;
}

export interface ShellTab {
  label: string;
  icon: ReactNode;
  to: string;
  current: boolean;
}

export interface AppShellProps {
  crumbs?: readonly Crumb[];
  tabs?: readonly ShellTab[];
  actions?: ReactNode;
  children: ReactNode;
}

/** What is around every page: the bar with the way home, the page's tabs, the theme, the banner of a lost server. */
export function AppShell({ crumbs = [], tabs = [], actions, children }: AppShellProps) {
  const last = crumbs.at(-1)?.label;
  useEffect(() => {
    document.title = last === undefined ? 'NeptuneAlt' : `${last} · NeptuneAlt`;
  }, [last]);
  useShortcuts(tabs);
  return (
    <div className={classes.frame}>
      <header className={classes.bar}>
        <Link to="/" className={classes.home} aria-label="NeptuneAlt: all projects">
          <Logo />
          {crumbs.length === 0 && <span className={classes.word}>NeptuneAlt</span>}
        </Link>
        <nav className={classes.crumbs} aria-label="Where you are">
          {crumbs.map((crumb, index) => (
            <Fragment key={index}>
              <span className={classes.slash}>/</span>
              {crumb.to === undefined ? (
                <span className={`name ${index === crumbs.length - 1 ? classes.here : ''}`} title={crumb.label}>
                  <bdi>{crumb.label}</bdi>
                </span>
              ) : (
                <Link
                  to={crumb.to}
                  className={`name ${index === crumbs.length - 1 ? classes.here : ''}`}
                  title={crumb.label}
                >
                  <bdi>{crumb.label}</bdi>
                </Link>
              )}
            </Fragment>
          ))}
        </nav>
        {tabs.length > 0 && (
          <nav className={classes.tabs} aria-label="Views">
            {tabs.map((tab, index) => (
              <Link
                key={tab.label}
                to={tab.to}
                className={classes.tab}
                aria-current={tab.current ? 'page' : undefined}
                aria-keyshortcuts={String(index + 1)}
                title={`${tab.label} (${index + 1})`}
              >
                {tab.icon}
                <span>{tab.label}</span>
              </Link>
            ))}
          </nav>
        )}
        <div className={classes.rest}>
          {actions}
          <Suspense>
            <CopyLink />
          </Suspense>
          <ThemeMenu />
        </div>
      </header>
      <ServerGone />
      <main className={classes.main}>{children}</main>
      <Naming />
    </div>
  );
}

function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#3457d5" />
      <path d="M5 21c4 0 4-10 8-10s4 8 7 8 3-6 7-6" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const themes = [
    ['light', 'Light', <SunIcon key="i" />],
    ['dark', 'Dark', <MoonIcon key="i" />],
    ['auto', 'System', <ScreenIcon key="i" />],
  ] as const;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="Theme, keys, help and session">
          {themes.find(([scheme]) => scheme === colorScheme)?.[2]}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {themes.map(([scheme, label, icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={icon}
            rightSection={scheme === colorScheme ? <CheckIcon size={14} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Keys</Menu.Label>
        <div className="keys">
          {shortcuts.map(([keys, what]) => (
            <Fragment key={keys}>
              <kbd>{keys}</kbd>
              <span>{what}</span>
            </Fragment>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item component="a" href="/docs/" target="_blank" leftSection={<BookIcon />}>
          Documentation
        </Menu.Item>
        <NameItem />
        <Menu.Item leftSection={<ExitIcon />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NameItem() {
  // What the app found when it started: nothing is asked here.
  const { data } = useQuery({ queryKey: ['session'], queryFn: getSession, enabled: false });
  return (
    <Menu.Item leftSection={<PencilIcon />} onClick={() => void naming.ask()}>
      <bdi className="name">{data?.isNamed === true ? `${data.username}: change the name…` : 'Your name…'}</bdi>
    </Menu.Item>
  );
}

function Naming() {
  const isOpen = useSyncExternalStore(naming.subscribe, naming.isOpen);
  return <Suspense>{isOpen && <YourName />}</Suspense>;
}

const pingEveryMs = 2000;

/** Shown while the server is away; asks for it, and brings the page up to date once it answers. */
function ServerGone() {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const client = useQueryClient();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (state !== 'gone') return;
    const timer = setTimeout(() => {
      void ping().then((isBack) => {
        if (isBack) {
          connection.restored();
          void client.invalidateQueries();
        } else {
          setTries((count) => count + 1);
        }
      });
    }, pingEveryMs);
    return () => clearTimeout(timer);
  }, [state, tries, client]);
  if (state !== 'gone') return null;
  return (
    <div className={classes.gone} role="alert">
      <strong>Temporarily unavailable.</strong>
      <span>The server does not respond. This is the last known state; retrying every few seconds…</span>
    </div>
  );
}
