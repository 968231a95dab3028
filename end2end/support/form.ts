import type { APIRequestContext, APIResponse } from '@playwright/test';

/** A form as it stands on a page, read without a browser. */
export class Form {
  /** Its reserved fields. */
  readonly hidden: Record<string, string> = {};

  private constructor(
    readonly url: string,
    readonly action: string,
  ) {}

  /** The form of a page which has this text in it; sent by the button with this label, if not by its first one. */
  static async on(request: APIRequestContext, path: string, text: string, button?: string): Promise<Form> {
    const response = await request.get(path);
    const page = await response.text();
    const markup = page.match(/<form\b.*?<\/form>/gs)?.find((form) => form.includes(text));
    if (!markup) throw new Error(`there is no form with “${text}” on ${path}:\n${page}`);
    const sender = button ? markup.match(/<button\b.*?<\/button>/gs)?.find((one) => one.includes(button)) : markup;
    const [, action] = /\b(?:form)?action="([^"]*)"/.exec(sender ?? '') ?? [];
    if (!action) throw new Error(`the form with “${text}” on ${path} leads nowhere:\n${markup}`);
    const form = new Form(response.url(), plain(action));
    for (const [input] of markup.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
      const [, name] = /\bname="([^"]*)"/.exec(input) ?? [];
      const [, value] = /\bvalue="([^"]*)"/.exec(input) ?? [];
      form.hidden[plain(name)] = plain(value);
    }
    return form;
  }

  /** Where it goes. */
  get target(): string {
    return new URL(this.action, this.url).href;
  }

  /** What a browser without script sends, unless told otherwise. */
  send(request: APIRequestContext, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<APIResponse> {
    return request.post(this.target, {
      form: { ...this.hidden, ...fields },
      headers: { origin: new URL(this.url).origin, ...headers },
      maxRedirects: 0,
    });
  }
}

function plain(html = ''): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
  return html.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name) => named[name]);
}
