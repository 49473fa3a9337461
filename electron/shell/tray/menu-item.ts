import type { Command, View } from '../../contract/index.ts';

/** What a click does, as data: the adapter does it. */
export type TrayAction =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'copy'; readonly what: 'approval' | 'endpoint' | 'environment' | 'status' }
  /** The window, at a view and what it is to show there. */
  | { readonly kind: 'open'; readonly view: View | null; readonly id?: string }
  | { readonly kind: 'hide-window' }
  | { readonly kind: 'show-log' }
  | { readonly kind: 'start-at-login'; readonly isOn: boolean }
  | { readonly kind: 'quit' };

/** One item that can be clicked. `accelerator` is shown; what it does outside the menu is the window's. */
export interface TrayClickItem {
  readonly type: 'normal' | 'checkbox' | 'radio';
  readonly id: string;
  readonly label: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly accelerator: string | null;
  readonly action: TrayAction | null;
}

/** One entry of the menu. */
export type TrayItem =
  | TrayClickItem
  | { readonly type: 'separator' }
  | { readonly type: 'submenu'; readonly id: string; readonly label: string; readonly items: readonly TrayItem[] };

/** Names in labels are cut here. */
export const MAX_LABEL_NAME = 40;

/** An item; by default a plain one that can be clicked. */
export function click(
  id: string,
  label: string,
  action: TrayAction | null,
  { type = 'normal', isEnabled = true, isChecked = false, accelerator = null }: Partial<TrayClickItem> = {},
): TrayClickItem {
  return { type, id, label, isEnabled, isChecked, accelerator, action };
}

/** An item that runs a command. */
export function commandItem(
  id: string,
  label: string,
  command: Command,
  options: Partial<TrayClickItem> = {},
): TrayClickItem {
  return click(id, label, { kind: 'command', command }, options);
}

/** Groups one after the other, with rules between those that have anything. */
export function grouped(groups: readonly (readonly TrayItem[])[]): readonly TrayItem[] {
  return groups
    .filter(group => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' } as const, ...group]));
}
