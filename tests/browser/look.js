// Opens pages in headless Chromium and asks axe-core what is wrong. Argument: JSON with modules, chromium, files and widths.
const given = JSON.parse(process.argv[2]);
const { chromium } = require(given.modules + '/playwright-core');
const axe = require('fs').readFileSync(given.modules + '/axe-core/axe.min.js', 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
(async () => {
  const browser = await chromium.launch({ executablePath: given.chromium, args: flags });
  const found = [];
  for (const file of given.files) {
    for (const width of given.widths) {
      // axe is let past the page's own rule that nothing runs on it.
      const context = await browser.newContext({ viewport: { width, height: 1000 }, bypassCSP: true });
      const page = await context.newPage();
      const requests = [];
      page.on('request', request => requests.push(request.url()));
      await page.goto('file://' + file);
      const fetched = requests.filter(url => url !== 'file://' + file);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await page.evaluate(() => document.querySelectorAll('details').forEach(each => { each.open = true; }));
      await page.evaluate(axe);
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const result = await page.evaluate(tags => axe.run(document, { runOnly: { type: 'tag', values: tags } }), tags);
      const broken = result.violations.map(each => `${each.id}: ${each.nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')}`);
      found.push({ file, width, broken, fetched, overflow, passes: result.passes.length });
      await context.close();
    }
  }
  await browser.close();
  console.log(JSON.stringify(found));
})().catch(error => { console.error(error.message); process.exit(1); });
