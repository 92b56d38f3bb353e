/** A WebDriver session in plain HTTP calls (W3C, "WebDriver"): the few commands that the walk needs. */

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const ENTER = '\uE007';

interface Reply {
  value: unknown;
}

/** Sends one command. A driver's refusal is an error with its own words. */
async function send(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as Reply;
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebDriver, ${method} ${new URL(url).pathname}: ${error}: ${message}`);
}

export class WebDriverSession {
  private readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  /** @param driver the address of a driver that runs; @param capabilities what the session must have */
  static async open(driver: string, capabilities: object): Promise<WebDriverSession> {
    const { sessionId } = (await send('POST', `${driver}/session`, { capabilities: { alwaysMatch: capabilities } })) as { sessionId: string };
    return new WebDriverSession(`${driver}/session/${sessionId}`);
  }

  async close(): Promise<void> {
    await send('DELETE', this.url);
  }

  async goto(address: string): Promise<void> {
    await send('POST', `${this.url}/url`, { url: address });
  }

  async reload(): Promise<void> {
    await send('POST', `${this.url}/refresh`, {});
  }

  /** Runs a function in the page on a plain argument, awaits it, and gives its plain result; what it throws is thrown here. */
  async evaluate<Argument, Result>(body: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result> {
    const script = `const done = arguments[1];
      new Promise((resolve) => resolve((${body.toString()})(arguments[0]))).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = (await send('POST', `${this.url}/execute/async`, { script, args: [argument] })) as { value?: Result; error?: string };
    if (error !== undefined) throw new Error(error);
    return value as Result;
  }

  /** The element that a function in the page finds, or null. */
  async find<Argument>(body: (argument: Argument) => Element | null, argument: Argument): Promise<string | null> {
    const script = `return (${body.toString()})(arguments[0]);`;
    const value = (await send('POST', `${this.url}/execute/sync`, { script, args: [argument] })) as Record<string, string> | null;
    return value === null ? null : value[ELEMENT];
  }

  async click(element: string): Promise<void> {
    await send('POST', `${this.url}/element/${element}/click`, {});
  }

  async upload(element: string, paths: readonly string[]): Promise<void> {
    await send('POST', `${this.url}/element/${element}/value`, { text: paths.join('\n') });
  }

  /** Key by key into what has the focus, then Enter. */
  async enter(text: string): Promise<void> {
    const keys = [...Array.from(text), ENTER].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await send('POST', `${this.url}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions: keys }] });
  }

  async resize(width: number, height: number): Promise<void> {
    await send('POST', `${this.url}/window/rect`, { width, height });
  }
}
