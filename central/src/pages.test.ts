import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, startCentral, until } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

const board = fileURLToPath(new URL('../../resources/boards/samples/ctrl-14_007710_board.jpg', import.meta.url));
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

let central: Central;
let inspectionId: string;
beforeAll(async () => {
  central = await startCentral();
  const device = await central.device('AOI <1>');
  const send = (method: string, path: string, body: object) => central.send(method, path, { device, body });
  for (const verdict of ['PASS', 'PASS', 'FAIL', null] as const) {
    inspectionId = uuidv7();
    const draft = { inspection_id: inspectionId, lot: 'LOT-7', part: 'CTRL-14', serial: `SN-${verdict}` };
    await send('POST', '/v1/inspections', draft);
    await send('PUT', `/v1/inspections/${inspectionId}/results`, sampleResults({ verdict }));
  }
  const artifact = { artifact_id: uuidv7(), content_type: 'image/jpeg' };
  const upload = await send('POST', `/v1/inspections/${inspectionId}/artifacts`, artifact);
  const bytes = await readFile(board);
  await fetch(upload.body.upload_url, { method: 'PUT', body: new Uint8Array(bytes), headers: upload.body.headers });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const confirmation = { artifact_id: artifact.artifact_id, sha256, size_bytes: bytes.length };
  await send('POST', `/v1/inspections/${inspectionId}/artifacts/confirm`, confirmation);
});
afterAll(() => central.stop());

describe.skipIf(executablePath === undefined)('the pages, in a browser', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await (await browser.newContext({ baseURL: central.url })).newPage();
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('requestfailed', (request) => problems.push(request.url()));
  });
  afterAll(() => browser.close());

  it('ask for a name and a password first, and say when they are wrong', async () => {
    await page.goto('/lots');
    await page.getByLabel('Name').fill('demo');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('The name or the password is wrong.');
    problems.length = 0;
    await page.getByLabel('Name').fill('demo');
    await page.getByLabel('Password').fill('demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Stations' }).waitFor();
  });

  it('show every station with its model, and names as they are', async () => {
    const row = page.getByRole('row').filter({ hasText: 'AOI <1>' });
    expect(await row.textContent()).toContain('pcb_defect_detector 1.1.0');
    expect(await row.textContent()).toContain('Nothing');
    expect(await row.textContent()).toContain('just now');
  });

  it('show lots with their yield', async () => {
    await page.getByRole('link', { name: 'Lots' }).click();
    const row = page.getByRole('row').filter({ hasText: 'LOT-7' });
    expect((await row.getByRole('cell').allTextContents()).slice(0, 7)).toEqual([
      'LOT-7',
      'CTRL-14',
      '4',
      '2',
      '1',
      '1',
      '66.7 %',
    ]);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'Inspections' }).waitFor();
    expect(await page.getByLabel('Lot').inputValue()).toBe('LOT-7');
    expect(await page.getByRole('row').count()).toBe(5);
  });

  it('narrow the list to what a person asks for, by keyboard', async () => {
    await page.getByLabel('Serial number').focus();
    await page.keyboard.type('SN-FAIL');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Show all' }).waitFor();
    await until(async () => (await page.getByRole('row').count()) === 2);
    expect(await page.getByRole('row').last().textContent()).toContain('Fail');
    await page.getByLabel('Verdict').selectOption('Pass');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('There is no such inspection.').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await until(async () => (await page.getByRole('row').count()) === 5);
  });

  it('show a board with its defects marked where they are', async () => {
    await page.goto(`/inspections/${inspectionId}`);
    const image = page.getByRole('img', { name: 'The inspected board' });
    expect(await image.evaluate((it) => (it as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0);
    const marks = page.locator('.board .mark');
    expect(await marks.count()).toBe(2);
    const [first, frame] = [await marks.first().boundingBox(), await image.boundingBox()];
    const scale = frame!.width / Number(await image.getAttribute('width'));
    expect(first!.x - frame!.x).toBeCloseTo(10 * scale, -0.5);
    expect(await page.locator('dl').textContent()).toContain('To be decided');
    await page.getByLabel('Marks on the board').uncheck();
    expect(await marks.first().isVisible()).toBe(false);
    await page.getByLabel('Marks on the board').check();
    await page.getByRole('link', { name: '2: short, high' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('tr:target').textContent()).toContain('short');
    expect(problems).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'can be used by everybody, in the %s theme',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      for (const path of ['/', '/lots', '/inspections', `/inspections/${inspectionId}`, '/docs']) {
        await page.goto(path);
        // There are no frames, so the page itself can be asked.
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.target}`)).toEqual([]);
      }
    },
    240_000,
  );

  it('give the report as PDF', async () => {
    await page.goto(`/inspections/${inspectionId}`);
    const path = await page.getByRole('link', { name: 'Report (PDF)' }).getAttribute('href');
    const report = await page.request.get(path!);
    expect(report.headers()['content-type']).toBe('application/pdf');
  });

  it('end with the sign-out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/lots');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('the pages', () => {
  it('allow no script, no frame and nothing from elsewhere', async () => {
    const answer = await central.send('GET', '/');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(answer.body).not.toContain('<script');
  });

  it.each(['/', '/lots', '/inspections', `/inspections/${uuidv7()}`, '/inspections/x/artifacts/y', '/reports/x'])(
    '%s shows nothing to those who are not signed in',
    async (path) => {
      for (const cookie of ['', 'fiducial_session=x.y.z']) {
        const answer = await central.send('GET', path, { headers: { cookie } });
        expect(answer.body).toContain('<h1>Sign in</h1>');
        expect(answer.body).not.toContain('LOT-7');
      }
    },
  );

  it('keep the session from scripts and other sites', async () => {
    const answer = await central.send('POST', '/sign-in', {
      body: 'username=demo&password=demo',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  });

  it('know nothing of a report by more than its name', async () => {
    const headers = { cookie: `fiducial_session=${central.token}` };
    const [{ report_id }] = (await central.as('GET', '/v1/reports?limit=1')).body.data;
    expect((await central.send('GET', `/reports/${report_id}`, { headers })).status).toBe(200);
    expect((await central.send('GET', `/reports/${report_id}%00`, { headers })).status).toBe(404);
  });

  it.each(['/inspections/nonsense', '/inspections?cursor=%00&lot=%00', '/inspections/%00', '/reports/%27'])(
    '%s is answered without an error',
    async (path) => {
      const cookie = `fiducial_session=${central.token}`;
      expect((await central.send('GET', path, { headers: { cookie } })).status).toBeLessThan(500);
    },
  );
});
