import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Form } from './form';

/** A native submission which the server has begun to read, and whose end does not come until it is let go. */
export class Held {
  private constructor(
    private readonly sending: ClientRequest,
    private readonly rest: string,
  ) {}

  static async send(form: Form, fields: Record<string, string>): Promise<Held> {
    const body = `${new URLSearchParams({ ...form.hidden, ...fields })}`;
    const sending = request(form.target, {
      method: 'POST',
      agent: false,
      headers: {
        origin: new URL(form.target).origin,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        // So the server says when it begins to read the body.
        expect: '100-continue',
      },
    });
    await once(sending, 'continue');
    // The server may go before the rest is sent.
    sending.on('error', () => {});
    const half = body.length >> 1;
    sending.write(body.slice(0, half));
    return new Held(sending, body.slice(half));
  }

  /** Sends the rest. The answer is the server's. */
  async letGo(): Promise<IncomingMessage> {
    const answered = once(this.sending, 'response');
    this.sending.end(this.rest);
    const [answer] = (await answered) as [IncomingMessage];
    answer.resume();
    return answer;
  }
}
