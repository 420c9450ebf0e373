import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, Html } from './html.ts';

test('values are escaped, in text and in attributes', () => {
  const value = `<script>"&'`;
  assert.equal(
    html`<a title="${value}">${value}</a>`.text,
    '<a title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</a>',
  );
});

test('markup stays markup, lists are joined, and nothing is left of null', () => {
  assert.equal(html`${['a', '<'].map((x) => html`<li>${x}</li>`)}${null}${7}`.text, '<li>a</li><li>&lt;</li>7');
  assert.equal(html`${new Html('<hr>')}`.text, '<hr>');
});
