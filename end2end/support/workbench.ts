// The tools on Pressroom's workbench, by role and label.
import type { Page } from '@playwright/test';

export function workbench(page: Page) {
  const tool = (name: string) => page.getByRole('region', { name, exact: true });
  const [imposition, holes] = [tool('Imposition'), tool('Pigeonholes')];
  const [ink, proof, typeCase] = [tool('Ink'), tool('Proof'), tool('Type case')];
  const [embosser, drawer] = [tool('Embosser'), tool('Specimens')];
  const overprint = tool('Overprint');

  const counter = (name: string) => {
    const group = tool('Tally').getByRole('group', { name });
    return {
      /** What was counted. */
      count: group.locator('output'),
      one: group.getByRole('button', { name: '+1', exact: true }),
      ten: group.getByRole('button', { name: '+10' }),
      anew: group.getByRole('button', { name: 'Start anew' }),
      form: group.locator('form'),
    };
  };
  const pigeonhole = (title: string) => {
    const form = holes.locator('form').filter({ has: page.getByRole('heading', { name: title }) });
    return { note: form.getByLabel('Note'), leave: form.getByRole('button') };
  };
  return {
    good: counter('Good sheets'),
    spoiled: counter('Spoiled sheets'),
    /** Begins with 500, and its action with 0. */
    stacked: counter('Stacked sheets'),
    typeCase: {
      sort: (label: string) => typeCase.getByLabel(label),
      /** Hidden. */
      cabinet: typeCase.locator('[name=cabinet]'),
      specimen: typeCase.getByLabel('Specimen'),
      /** How much of the specimen has been sent; not there where nothing is being sent. */
      sent: typeCase.getByRole('progressbar', { name: 'Sent' }),
      takeStock: typeCase.getByRole('button', { name: 'Take stock' }),
      /** First sort, all sorts, cabinet, specimen, names of the entries. */
      stock: typeCase.getByRole('definition'),
    },
    imposition: {
      signature: imposition.getByLabel('Signature'),
      button: (name: string) => imposition.getByRole('button', { name }),
      said: (text: string) => imposition.getByText(text),
    },
    pigeonholes: {
      editor: pigeonhole('For the editor'),
      printer: pigeonhole('For the printer'),
      note: (text: string) => holes.getByRole('listitem').filter({ hasText: text }),
    },
    overprint: {
      ink: overprint.getByLabel('Ink below'),
      print: overprint.getByRole('button'),
      printed: overprint.locator('li'),
      form: overprint.locator('form'),
    },
    ink: {
      first: ink.getByLabel('First ink'),
      second: ink.getByLabel('Second ink'),
      mix: ink.getByRole('button', { name: 'Mix', exact: true }),
      call: ink.getByRole('button', { name: 'Mix by a call' }),
      mixed: (how: string) => ink.getByText(`Mixed ${how}:`),
      refused: ink.getByText('There is no such ink on the shelf.'),
      shelf: ink.getByRole('list', { name: 'On the shelf' }).getByRole('listitem'),
    },
    proof: {
      line: proof.getByLabel('Line'),
      pull: proof.getByRole('button', { name: 'Pull a proof' }),
      pulled: (text: string) => proof.getByText(`Pulled: “${text}”`),
      /** What is in the press, the method and the action that it goes by. */
      onItsWay: proof.getByRole('definition'),
    },
    drawer: {
      link: drawer.getByRole('link', { name: 'Ask for a specimen' }),
      toggle: drawer.getByRole('button', { name: /the drawer$/ }),
      /** In the drawer, and on a page of their own. */
      typeface: page.getByLabel('Typeface'),
      ask: page.getByRole('button', { name: 'Ask for it' }),
      answer: (typeface: string) => page.getByText(`A specimen of ${typeface} is on its way.`),
    },
    embosser: {
      words: embosser.getByLabel('Words to emboss'),
      board: embosser.getByLabel('Board'),
      emboss: embosser.getByRole('button', { name: 'Emboss' }),
      embossed: (text: string) => embosser.getByText(`Embossed: “${text}”`),
      jam: embosser.getByRole('alert').filter({ hasText: 'The press is jammed.' }),
      clear: embosser.getByRole('button', { name: 'Clear the press' }),
    },
  };
}
