import { useTranslation } from 'react-i18next';
import { type Operation, roleMay } from '../../core/identity/permissions.ts';
import { actingRoles } from '../../core/identity/roles.ts';
import { useSession } from './workspace-context.tsx';

/** Whether the person at the station may do that now. The station decides; the window only does not offer what it refuses. */
export const useMay = (operation: Operation): boolean =>
  useSession(({ session }) => session === null || session.may.includes(operation));

/** Why the control for it is not usable, in words; null where it is. */
export function useDenial(operation: Operation): string | null {
  const { t, i18n } = useTranslation();
  const isLooking = useSession(({ session }) => session?.lookingOnly === true);
  const role = useSession(({ session }) => session?.person?.role);
  if (useMay(operation)) return null;
  if (isLooking && role !== undefined && roleMay(role, operation)) return t('deniedLooking');
  const may = actingRoles.filter((role) => role !== 'line' && roleMay(role, operation));
  const roles = new Intl.ListFormat(i18n.language).format(may.map((role) => t(`roles.${role}`)));
  return t('denied', { roles });
}
