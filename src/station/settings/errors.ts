import type { AppError } from '../../core/kernel/result.ts';

export const settingErrorCodes = [
  'SETTING_INVALID', // a value that the setting cannot have
] as const;
type SettingErrorCode = (typeof settingErrorCodes)[number];

export interface SettingError extends AppError {
  readonly code: SettingErrorCode;
}

export const settingError = (key: string, why: string): SettingError => ({
  code: 'SETTING_INVALID',
  message: `The setting ${key} cannot have this value: ${why}. Nothing was changed.`,
  details: { key },
});
