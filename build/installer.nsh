; What the uninstaller asks and takes away beyond the program's own files. An update runs the old uninstaller, too: it
; must ask nothing and take nothing.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; Written by "Start with Windows".
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "app.gatehouse.desktop"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "app.gatehouse.desktop"
    ; The program registers itself for gatehouse: links when it starts; another copy keeps its own registration.
    ReadRegStr $R0 HKCU "Software\Classes\gatehouse\shell\open\command" ""
    StrLen $R1 '"$INSTDIR\'
    StrCpy $R0 $R0 $R1
    ${if} $R0 == '"$INSTDIR\'
      DeleteRegKey HKCU "Software\Classes\gatehouse"
    ${endIf}
    ; Downloaded updates.
    RMDir /r "$LOCALAPPDATA\gatehouse-updater"

    StrCpy $R2 "keep"
    ${if} ${isDeleteAppData}
      StrCpy $R2 "delete"
    ${else}
      ; By now electron-builder's uninstaller is silent in any case: only the command line tells whether a person is there.
      ${GetParameters} $R0
      ClearErrors
      ${GetOptions} $R0 "/S" $R1
      ${if} ${Errors}
        StrCpy $R1 "Delete Gatehouse's settings, receipts and stored secrets of this user as well?$\r$\n$\r$\nNo keeps them for a later installation."
        ; German; a table of texts would have to hold one for each of electron-builder's languages.
        ${if} $LANGUAGE == 1031
          StrCpy $R1 "Auch die Einstellungen, Belege und gespeicherten Geheimnisse dieses Benutzers löschen?$\r$\n$\r$\nMit „Nein“ bleiben sie für eine spätere Installation erhalten."
        ${endIf}
        MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$R1" IDNO keepDataOfUser
        StrCpy $R2 "delete"
        keepDataOfUser:
      ${endIf}
    ${endIf}
    ${if} $R2 == "delete"
      RMDir /r "$APPDATA\Gatehouse"
      ; Keys of the stored secrets, which are worth nothing without them.
      RMDir /r "$LOCALAPPDATA\Gatehouse"
    ${endIf}
    ClearErrors
  ${endIf}
!macroend
