import type { ProfileName } from '../types.ts';
import { authorityProfiles } from './authority-profiles.ts';
import type { Profile } from './profile.ts';
import { subscriberProfiles } from './subscriber-profiles.ts';

export type { Profile } from './profile.ts';

const all: Readonly<Record<ProfileName, Profile>> = { ...subscriberProfiles, ...authorityProfiles };

export const profileOf = (name: ProfileName): Profile => all[name];

export const profileNames = Object.keys(all) as readonly ProfileName[];
