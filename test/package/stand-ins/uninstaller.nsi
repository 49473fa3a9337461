; Stands for electron-builder's template of the uninstaller: what that defines before it takes in build/installer.nsh, and
; the section in which it inserts ours.
Unicode true
!include LogicLib.nsh
!include FileFunc.nsh
!define isUpdated '"$R9" == "updated"'
!define isDeleteAppData '"$R9" == "delete-app-data"'
!include "${CUSTOM}"
Name Gatehouse
OutFile "${OUT}"
RequestExecutionLevel user
Section
  WriteUninstaller "$EXEDIR\uninstall.exe"
SectionEnd
Section Uninstall
  !insertmacro customUnInstall
SectionEnd
