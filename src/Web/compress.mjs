// Writes the Brotli and gzip form of each asset beside it, so that the server never compresses a file that does not change.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const assets = join(process.env.NEPTUNEALT_WEB_OUT ?? '../Server/wwwroot', 'assets');

for (const name of readdirSync(assets).filter((file) => /\.(js|css|svg|json|map)$/.test(file))) {
  const file = join(assets, name);
  const bytes = readFileSync(file);
  const forms = {
    '.br': brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    '.gz': gzipSync(bytes, { level: 9 }),
  };
  for (const [ending, compressed] of Object.entries(forms))
    if (compressed.length < bytes.length) writeFileSync(file + ending, compressed);
}
