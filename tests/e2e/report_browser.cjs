// negpkg-report's pages in Chromium: node report_browser.cjs FOLDER prints TAP, without a plan. See report_browser.py.
'use strict';
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');

const folder = process.argv[2];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const names = fs.readdirSync(folder).filter((f) => f.endsWith('.html')).map((f) => f.slice(0, -5));
let number = 0;
let browser;

async function test(text, check) {
  const wrong = [];
  const start = Date.now();
  const expect = (condition, ...said) => {
    if (!condition) wrong.push(said.join(' '));
  };
  try {
    await check(expect);
  } catch (error) {
    wrong.push(error.stack);
  }
  number += 1;
  console.log(`${wrong.length ? 'not ' : ''}ok ${number} - ${text}`);
  if (process.env.TIMES) console.log(`# ${Date.now() - start} ms`);
  for (const line of [...new Set(wrong)].slice(0, 12)) console.log('# ' + line.slice(0, 1500).replace(/\n/g, '\n# '));
}

// A page whose console, errors and requests are told to `expect`.
async function open(name, expect, options = {}) {
  const page = await browser.newPage(options);
  const url = pathToFileURL(path.join(folder, name + '.html')).href;
  page.on('console', (m) => expect(false, name, 'console:', m.type(), m.text()));
  page.on('pageerror', (e) => expect(false, name, 'error:', e.message));
  page.on('request', (r) => expect(r.url().split('#')[0] === url, name, 'asks for', r.url()));
  page.on('dialog', (d) => {
    expect(false, name, 'dialog', d.message());
    d.dismiss();
  });
  await page.goto(url);
  return page;
}

// --- width

// Everything that sticks out of the window or is cut by a frame that doesn't scroll.
function sticksOut() {
  const width = document.documentElement.clientWidth;
  const out = [];
  if (document.documentElement.scrollWidth > width) out.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const scrolls = (e) => e.closest('.scroll');
  for (const e of document.body.querySelectorAll('*')) {
    if (scrolls(e) && !e.classList.contains('scroll')) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.right > width + 0.5 || box.left < -0.5)) out.push(`${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}: ${box.left} to ${box.right}`);
  }
  return out.slice(0, 5);
}

async function widths(expect, name) {
  const page = await open(name, expect, { viewport: { width: 390, height: 844 } });
  for (const w of [390, 768, 1280]) {
    await page.setViewportSize({ width: w, height: 844 });
    for (const opened of [false, true]) {
      await page.evaluate((o) => document.querySelectorAll('details').forEach((d) => { d.open = o; }), opened);
      for (const said of await page.evaluate(sticksOut)) expect(false, name, w, opened ? 'with details:' : '', said);
    }
  }
  await page.close();
}

// --- contrast

// Each colour of text on each ground, and its contrast, the least first.
function contrasts() {
  const parse = (css) => {
    const m = css.match(/rgba?\(([^)]*)\)/);
    const v = m ? m[1].split(/[ ,/]+/).map(Number) : [0, 0, 0, 0];
    return { rgb: v.slice(0, 3), a: v.length > 3 ? v[3] : 1 };
  };
  const luminance = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const over = (top, below) => top.rgb.map((v, i) => v * top.a + below[i] * (1 - top.a));
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const canvas = matchMedia('(prefers-color-scheme: dark)').matches && !matchMedia('print').matches ? [18, 18, 18] : [255, 255, 255];
  const ground = (e) => {
    const chain = [];
    for (let at = e; at; at = at.parentElement) chain.push(parse(getComputedStyle(at).backgroundColor));
    return chain.reverse().reduce((below, c) => over(c, below), canvas);
  };
  const svgGrounds = (svg) => [...svg.querySelectorAll('.ground, .stripe')].map((r) => parse(getComputedStyle(r).fill)).map((c) => over(c, ground(svg)));
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || e.closest('title, desc, style')) continue;
    const style = getComputedStyle(e);
    const svg = e.closest('svg');
    const colour = parse(svg ? style.fill : style.color);
    for (const below of svg ? svgGrounds(svg) : [ground(e)]) {
      const r = ratio(over(colour, below), below);
      const key = `${colour.rgb} on ${below.map(Math.round)}`;
      if (!seen.has(key)) seen.set(key, { key, r, text: `${e.tagName}.${e.getAttribute('class') || ''} ${walker.currentNode.data.trim().slice(0, 30)}` });
    }
  }
  return [...seen.values()].sort((a, b) => a.r - b.r);
}

async function contrast(expect, page, name, media, colorScheme) {
  await page.emulateMedia({ media, colorScheme });
  const found = await page.evaluate(contrasts);
  expect(found.length > 1, name, 'has no text');
  for (const c of found) expect(c.r >= 4.5, name, media, colorScheme, `${c.key} is ${c.r.toFixed(2)}:1`, c.text);
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = dark === 'rgb(255, 255, 255)';
  expect(light === (media === 'print' || colorScheme === 'light'), name, media, colorScheme, 'has the ground', dark);
}

// --- paper

// Pages of words with their boxes: {text, x0, y0, x1, y1}.
function words(pdf) {
  const xml = execFileSync('pdftotext', ['-bbox', pdf, '-'], { maxBuffer: 1 << 28 }).toString();
  const entity = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", apos: "'" };
  return xml.split('<page ').slice(1).map((page) => {
    const [, w, h] = page.match(/width="([0-9.]+)" height="([0-9.]+)"/);
    const list = [...page.matchAll(/<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">([^]*?)<\/word>/g)]
      .map(([, x0, y0, x1, y1, text]) => ({ text: text.replace(/&([a-z0-9#]+);/g, (all, n) => entity[n] || all), x0: +x0, y0: +y0, x1: +x1, y1: +y1 }));
    return { w: +w, h: +h, list };
  });
}

const FIGURE = /[−+]?[0-9][0-9,]*(?:\.[0-9]+)?/g;

function count(list) {
  const counts = new Map();
  for (const word of list) counts.set(word, (counts.get(word) || 0) + 1);
  return counts;
}

// Text of the page that paper must have: of table cells, each with its line.
function printed() {
  const figures = [...document.querySelectorAll('td:not(.remarks)')].filter((e) => e.checkVisibility()).map((e) => e.textContent.trim()).filter(Boolean);
  const names = [...document.querySelectorAll('h1,h2,h3,.name,.mark,summary,dt,.lead')].filter((e) => e.checkVisibility({ visibilityProperty: true }))
    .map((e) => e.textContent);
  const lead = (document.querySelector('.lead') || { textContent: '' }).textContent;
  return { figures, names, lead };
}

const MARGIN = 14; // points, that is 5 mm: printers reach so far

async function paper(expect, name, format, scheme = 'light') {
  const page = await open(name, expect, { colorScheme: scheme });
  const pdf = path.join(folder, `${name}-${format}.pdf`);
  await page.emulateMedia({ media: 'print' });
  const wanted = await page.evaluate(printed);
  await page.pdf({ path: pdf, format });
  const head = await page.evaluate(() => [...(document.querySelector('table.items thead') || document).querySelectorAll('th')].map((e) => e.textContent));
  await page.close();
  const sheets = words(pdf);
  const secret = !name.includes('customer');
  const shown = count(sheets.flatMap((s) => s.list.map((w) => w.text)));
  for (const [figure, times] of count(wanted.figures)) expect((shown.get(figure) || 0) >= times, name, format, figure, `stands ${times} times, printed ${shown.get(figure) || 0}`);
  const stream = sheets.map((s) => s.list.map((w) => w.text).join('')).join('');
  if (!name.startsWith('hostile')) {
    for (const text of wanted.names) expect(stream.includes(text.replace(/\s/g, '')), name, format, 'not printed:', text);
  }
  if (!name.startsWith('hostile')) expect(sheets[0].list.map((w) => w.text).join('').includes(wanted.lead.replace(/\s/g, '')), name, format, 'the first page doesn\'t get to the first account');
  sheets.forEach((s, i) => {
    const where = `${name} ${format} page ${i + 1} of ${sheets.length}:`;
    const text = s.list.map((w) => w.text).join(' ');
    if (secret) expect(/Confidential ·/.test(text) && /C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L/.test(text), where, 'not marked as confidential', text.slice(-100));
    else expect(!/confidential/i.test(text), where, 'marked as confidential');
    for (const w of s.list) {
      expect(w.x0 >= MARGIN && w.x1 <= s.w - MARGIN && w.y0 >= MARGIN && w.y1 <= s.h - MARGIN, where, 'cut off, or in the margin:', w.text, [w.x0, w.y0, w.x1, w.y1].map(Math.round));
    }
    // a position with several figures beside it (a picture has one) is a row of items or of positions: headings stand above it
    const rows = s.list.filter((w) => /^(Expected|Offer)$/.test(w.text) && w.y1 < s.h - 51 && s.list.filter((o) => Math.abs(o.y0 - w.y0) < 3 && o.x0 > w.x1 && /^[−+0-9][0-9,.]*$/.test(o.text)).length > 1);
    for (const row of rows) {
      expect(s.list.some((w) => w.text === 'Revenue' && w.y1 <= row.y0 + 1), where, 'a table goes on without its headings');
      if (row.x0 > s.w / 5) expect(head.slice(0, 4).every((h) => s.list.some((w) => w.text === h && w.y1 <= row.y0 + 1)), where, 'items without their headings', head.slice(0, 4));
    }
    overlaps(s.list).forEach((pair) => expect(false, where, 'words on words:', pair));
  });
  return sheets.length;
}

// Pairs of words whose boxes share more than a touch; boxes are as high as the font, not as the letters.
function overlaps(list) {
  const sorted = [...list].sort((a, b) => a.y0 - b.y0);
  const found = [];
  for (let i = 0; i < sorted.length && found.length < 3; i++) {
    const a = sorted[i];
    for (let k = i + 1; k < sorted.length && sorted[k].y0 < a.y1; k++) {
      const b = sorted[k];
      if (!/[!-~]/.test(a.text) || !/[!-~]/.test(b.text)) continue; // a mark without a width, or an accent on another's letter
      const x = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
      const y = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
      if (x > 1 && y > 0.45 * Math.min(a.y1 - a.y0, b.y1 - b.y0)) found.push(`${a.text} / ${b.text} at ${Math.round(a.x0)},${Math.round(a.y0)}`);
    }
  }
  return found;
}

// --- keys

async function keys(expect) {
  const page = await open('two', expect, { viewport: { width: 390, height: 844 } });
  const focused = () => page.evaluate(() => {
    const e = document.activeElement;
    return { tag: e.tagName, href: e.getAttribute('href'), outline: getComputedStyle(e).outlineStyle, scrolls: e.classList.contains('scroll') && e.scrollWidth > e.clientWidth };
  });
  let link = null;
  let summary = false;
  let scrolled = 0;
  for (let i = 0; i < 60 && !summary; i++) {
    await page.keyboard.press('Tab');
    const at = await focused();
    expect(at.tag === 'BODY' || at.outline !== 'none', 'no focus is seen on', at.tag);
    if (at.tag === 'A') link = at.href;
    if (at.scrolls && !scrolled) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(300);
      scrolled = await page.evaluate(() => document.activeElement.scrollLeft);
      expect(scrolled > 0, 'an arrow key doesn\'t move a wide table');
    }
    summary = at.tag === 'SUMMARY';
  }
  expect(link && scrolled && summary, 'tab stops: link', link, 'frame', scrolled, 'summary', summary);
  const table = page.locator('details table').first();
  expect(!await table.isVisible(), 'details are open');
  await page.keyboard.press('Enter');
  expect(await table.isVisible(), 'Enter doesn\'t open details');
  await page.keyboard.press('Enter');
  expect(!await table.isVisible(), 'Enter doesn\'t close details');
  await page.locator(`a[href="${link}"]`).focus();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(100);
  const top = await page.evaluate((id) => document.querySelector(id).getBoundingClientRect().top, link);
  expect(Math.abs(top) < 844, 'a link doesn\'t lead to its section', link, top);
  await page.close();
}

// --- what a reader that speaks is told

async function spoken(expect, name) {
  const page = await open(name, expect);
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const of = (role) => nodes.filter((n) => !n.ignored && n.role && n.role.value === role).map((n) => (n.name && n.name.value) || '');
  expect(of('table').every(Boolean) && of('table').length > 0, name, 'a table without a name');
  for (const role of ['image', 'img', 'link', 'heading', 'navigation']) expect(of(role).every((text) => text.trim()), name, `without a name: ${role}`);
  for (const role of ['columnheader', 'rowheader']) expect(of(role).length > 0, name, 'no', role);
  const tables = of('table');
  expect(new Set(tables).size === tables.length || name.startsWith('hostile'), name, 'tables of one name', tables.join('; '));
  await page.close();
}

async function main() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  for (const name of names.filter((n) => n !== 'many')) await test(`${name}: no console message, no request; nothing sticks out at 390, 768, 1280 px`, (expect) => widths(expect, name));
  for (const name of ['two', 'room', 'customer']) {
    await test(`${name}: contrast of 4.5:1 at least, light, dark and on paper`, async (expect) => {
      const page = await open(name, expect, { viewport: { width: 1280, height: 900 } });
      for (const [media, scheme] of [['screen', 'light'], ['screen', 'dark'], ['print', 'light'], ['print', 'dark']]) await contrast(expect, page, name, media, scheme);
      await page.close();
    });
  }
  const papers = names.filter((n) => n !== 'many').map((name) => [name, 'A4']).concat(['one', 'customer'].map((name) => [name, 'Letter']));
  for (const [name, format] of papers) await test(`${format}, ${name}: headings repeat, marked, nothing is cut off`, (expect) => paper(expect, name, format));
  await test('an account of 2,000 items is there', async (expect) => {
    const page = await open('many', expect, { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.querySelectorAll('table.items tbody').length) === 2000, 'not 2,000 items');
    for (const said of await page.evaluate(sticksOut)) expect(false, said);
    await page.close();
  });
  await test('with the keyboard: details open, wide tables move, links lead somewhere', keys);
  await test('read aloud: tables, pictures and headings have names', async (expect) => {
    for (const name of ['one', 'customer', 'hostile']) await spoken(expect, name);
  });
  await browser.close();
}

main().catch((error) => {
  console.log(`not ok ${number + 1} - the browser\n# ${error.stack.replace(/\n/g, '\n# ')}`);
  process.exit(1);
});
