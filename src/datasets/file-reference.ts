/** Files that a person dropped, checked as specs name them. */
import { invalid, listOf, record, sha256Text, type Check } from '../base/check.ts';
import type { FileReference } from './spec.ts';

const MAX_FILES = 16;
export const MAX_NAME = 255;

const fileName: Check<string> = (value, argument) => {
  if (typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME) return value;
  throw invalid(argument, value, `a text of 1 to ${MAX_NAME} characters`);
};

export const checkFileReference: Check<FileReference> = record<FileReference>({ name: fileName, sha256: sha256Text });

export const checkFileReferences: Check<readonly FileReference[]> = listOf(checkFileReference, 0, MAX_FILES);
