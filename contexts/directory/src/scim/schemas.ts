/** RFC 7643 §8.7; what of the core schemas is kept here, and one attribute of our own. */
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Holds `userPrincipalName`: the name on the smart card, where it is not the user name. */
export const EXTENSION = 'urn:lanyard:params:scim:schemas:extension:2.0:User';
export const KNOWN_SCHEMAS: readonly string[] = [USER, GROUP, ENTERPRISE, EXTENSION];
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Attribute {
  readonly name: string;
  readonly description: string;
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference';
  readonly required?: boolean;
  readonly multiValued?: boolean;
  readonly mutability?: 'readOnly' | 'readWrite' | 'immutable';
  readonly uniqueness?: 'none' | 'server';
  readonly caseExact?: boolean;
  readonly subAttributes?: readonly object[];
}

const attribute = ({ name, description, ...over }: Attribute): object => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  ...(over.type === 'complex' || over.type === 'boolean' ? {} : { caseExact: false }),
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...over,
});

const user = {
  id: USER,
  name: 'User',
  description: 'A person',
  attributes: [
    attribute({
      name: 'userName',
      description: 'User name; also the UPN where none is given',
      required: true,
      uniqueness: 'server',
    }),
    attribute({
      name: 'name',
      description: 'The parts of the name',
      type: 'complex',
      subAttributes: [
        attribute({ name: 'formatted', description: 'The whole name' }),
        attribute({ name: 'givenName', description: 'Given name' }),
        attribute({ name: 'familyName', description: 'Surname' }),
      ],
    }),
    attribute({ name: 'displayName', description: 'Name as lists show it' }),
    attribute({ name: 'active', description: 'Not active is suspended', type: 'boolean' }),
    attribute({
      name: 'emails',
      description: 'Mail addresses; the primary, or that of work, is kept',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute({ name: 'value', description: 'Address' }),
        attribute({ name: 'type', description: 'Kind, e.g. work' }),
        attribute({ name: 'primary', description: 'The one that is used', type: 'boolean' }),
      ],
    }),
    attribute({
      name: 'groups',
      description: 'Groups of the person',
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute({ name: 'value', description: 'Id', mutability: 'readOnly' }),
        attribute({ name: 'display', description: 'Name', mutability: 'readOnly' }),
      ],
    }),
  ],
};

const group = {
  id: GROUP,
  name: 'Group',
  description: 'A user group',
  attributes: [
    attribute({ name: 'displayName', description: 'Name', required: true, uniqueness: 'server' }),
    attribute({
      name: 'members',
      description: 'People in the group',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute({ name: 'value', description: 'Id of the person', mutability: 'immutable' }),
        attribute({ name: 'display', description: 'Name of the person', mutability: 'readOnly' }),
      ],
    }),
  ],
};

const extension = {
  id: EXTENSION,
  name: 'Smart card',
  description: 'What a smart card says of the person',
  attributes: [
    attribute({
      name: 'userPrincipalName',
      description: 'UPN on the card, where it is not the user name',
      uniqueness: 'server',
    }),
  ],
};

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
export const schemas = [user, group, extension].map((schema) => ({ schemas: [SCHEMA], ...schema }));

const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
export const resourceTypes = [
  {
    schemas: [RESOURCE_TYPE],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'People',
    schema: USER,
    schemaExtensions: [{ schema: EXTENSION, required: false }],
  },
  {
    schemas: [RESOURCE_TYPE],
    id: 'Group',
    name: 'Group',
    endpoint: '/Groups',
    description: 'User groups',
    schema: GROUP,
  },
];

/** RFC 7643 §5; cursors are RFC 9865. @param most resources a page */
export const serviceProviderConfig = (most: number): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: most },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', defaultPageSize: 100, maxPageSize: most },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API token',
      description: 'Made under Settings > API tokens, with the scopes people.read and people.write',
      primary: true,
    },
  ],
});
