import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAdminPath } from './admin-path.ts';

test('the admin portal begins at /admin and nowhere else', () => {
  for (const path of ['/admin', '/admin/people?state=active', '/admin?x=1']) assert.ok(isAdminPath(path), path);
  for (const path of ['/', '/administration', '/set-up/admin']) assert.ok(!isAdminPath(path), path);
});
