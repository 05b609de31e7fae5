import { EventStreams } from './eventStreams';

// Runs once for all tabs. A tab has a port for each project it follows: it sends the project's name; null at the end.
const streams = new EventStreams();

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]!;
  let stop: (() => void) | undefined;
  port.onmessage = ({ data }: MessageEvent<string | null>) => {
    stop?.();
    stop = data === null ? undefined : streams.listen(data, (change) => port.postMessage(change));
  };
});
