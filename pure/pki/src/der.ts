export { DerReader, readDer } from './der-read.ts';
export { der, derHeader, headerLength } from './der-write.ts';
export { constructedTag, primitiveTag, TAG } from './der-tags.ts';
export { decodeOid, encodeOid } from './oid-codec.ts';
