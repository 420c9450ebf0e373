// Renders the logo to the PNG sizes that phones ask for: node apps/wallet/pwa/icons/make-icons.ts [chromium]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../public/icons/', import.meta.url));
const logo = readFileSync(`${folder}lanyard.svg`, 'utf8');
/** A mask may cut everything outside the middle four fifths (W3C maskable icons): ground to the edge, logo smaller. */
const maskable = logo
  .replace(/<rect width="64" height="64" rx="15"/, '<rect x="-16" y="-16" width="96" height="96"')
  .replace('viewBox="0 0 64 64"', 'viewBox="-9 -9 82 82"')
  .replace('M15-4 32 24 49-4', 'M6-18 32 24 58-18');
/** iOS rounds corners itself and shows transparent ones black. */
const square = logo.replace(' rx="15"', '');

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const { name, svg, size } of [
  { name: 'lanyard-192', svg: logo, size: 192 },
  { name: 'lanyard-512', svg: logo, size: 512 },
  { name: 'lanyard-maskable-512', svg: maskable, size: 512 },
  { name: 'lanyard-180', svg: square, size: 180 },
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(`${folder}${name}.png`, await page.screenshot({ omitBackground: true }));
}
await browser.close();
