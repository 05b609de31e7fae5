import '@fontsource-variable/inter';
import Theme from 'vitepress/theme-without-fonts';
import { h } from 'vue';

import logo from '../../../../docs/pictures/logo.svg';
import './look.css';

export default {
  extends: Theme,
  Layout: () =>
    h(Theme.Layout, null, {
      'nav-bar-title-before': () => h('img', { class: 'logo', src: logo, alt: '' }),
      // No link of the site's own: the app is beside it on the same server.
      'nav-bar-content-after': () => h('a', { class: 'app', href: '/' }, 'Open the app'),
    }),
};
