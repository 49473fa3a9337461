; What the uninstaller asks and takes away beyond the program's own files. An update runs the old uninstaller, too: it
; must ask nothing and take nothing.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; Written by "Start with Windows".
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "app.gatehouse.desktop"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "app.gatehouse.desktop"
    ; Downloaded updates.
    RMDir /r "$LOCALAPPDATA\gatehouse-updater"
    ${ifNot} ${Silent}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete Gatehouse's settings, receipts and stored secrets of this user as well?$\r$\n$\r$\nNo keeps them for a later installation." IDNO keep
      RMDir /r "$APPDATA\Gatehouse"
      ; Keys of the stored secrets, which are worth nothing without them.
      RMDir /r "$LOCALAPPDATA\Gatehouse"
      keep:
    ${endIf}
  ${endIf}
!macroend
