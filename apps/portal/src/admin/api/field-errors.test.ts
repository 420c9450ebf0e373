import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, troubleOfBody } from '../../api/trouble.ts';
import { fieldErrorsOf } from './field-errors.ts';

const refused = (fields: unknown): ApiError =>
  new ApiError(troubleOfBody({ code: 'input_invalid', details: { fields } }));

test('fields are found by pointer and by dots, with or without the body before them', () => {
  const fields = [
    { field: '/pin/minLength', message: 'a' },
    { field: 'body.anchors.0', message: 'b' },
    { field: '', message: 'c' },
  ];
  assert.deepEqual(fieldErrorsOf(refused(fields)), [
    { path: ['pin', 'minLength'], message: 'a' },
    { path: ['anchors', '0'], message: 'b' },
    { path: [], message: 'c' },
  ]);
});

test('details of another form name no field', () => {
  assert.deepEqual(fieldErrorsOf(refused('all of them')), []);
  assert.deepEqual(fieldErrorsOf(refused([null, { field: 1, message: 'x' }])), []);
  assert.deepEqual(fieldErrorsOf(new Error('other')), []);
});
