/** Of the page that was printed last: browsers may read it until their dialog is closed. */
let frame: HTMLIFrameElement | null = null;

/** Opens the browser's print dialog for a page of its own, which is nowhere to be seen. */
export async function printHtml(html: string): Promise<void> {
  frame?.remove();
  const made = document.createElement('iframe');
  frame = made;
  made.setAttribute('aria-hidden', 'true');
  made.tabIndex = -1;
  made.style.cssText = 'position:fixed;right:0;bottom:0;width:0;height:0;border:0';
  await new Promise<void>((resolve, reject) => {
    made.addEventListener('load', () => resolve(), { once: true });
    made.addEventListener('error', () => reject(new Error('The page to print could not be made.')), { once: true });
    made.srcdoc = html;
    document.body.append(made);
  });
  const { contentWindow } = made;
  if (contentWindow === null) throw new Error('The page to print could not be made.');
  contentWindow.focus();
  contentWindow.print();
}
