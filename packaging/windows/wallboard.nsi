; Wallboard's installer for Windows, made by make_nsis.py, which gives VERSION, PAYLOAD, OUTFILE, ICON, LICENSE_FILE
; and UNINSTALL_LIST (what the uninstaller deletes: exactly what was installed, never a whole folder).
;
; Switches, all to be combined:
;   /S                  ask nothing
;   /AllUsers           for everybody on this computer (needs an administrator), into Program Files
;   /CurrentUser        for this user alone, into %LOCALAPPDATA%\Programs
;   /LOGIN=desk|tv|no   start the desk or the TV at login; left out: as it was before
;   /D=C:\folder        another folder; the last switch, without quotation marks
;
; Exit codes: 0 done, 1 cancelled, 2 failed, 32 Wallboard is running, 33 an MSI of it is installed.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma

!define APP "Wallboard"
!define APP_KEY "Software\${APP}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define TV_RUN_VALUE "org.wallboard.Wallboard.tv"  ; what `wallboard tv --start-at-login on` writes

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${APP_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${APP_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_FUNCTION RememberLogin

!include "MultiUser.nsh"
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "Sections.nsh"

Name "${APP} ${VERSION}"
OutFile "${OUTFILE}"
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${APP} installer"
VIAddVersionKey "LegalCopyright" "The ${APP} authors, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION RunAsTheUser
!insertmacro MUI_PAGE_LICENSE "${LICENSE_FILE}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var Scope        ; AllUsers or CurrentUser, as a switch for the uninstaller
Var AskedFolder  ; what /D= says, which MultiUser would overwrite

; A file that cannot be opened for writing is in use: Windows locks programs that run.
!macro QUIT_IF_RUNNING PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $R0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$INSTDIR\${PROGRAM} is running. Close it and try again." /SD IDOK
      SetErrorLevel 32
      Quit
    ${EndIf}
    FileClose $R0
  ${EndIf}
!macroend

Section "${APP}" SecProgram
  SectionIn RO
  ReadRegStr $0 HKLM "${APP_KEY}" "Msi"
  ${If} $0 != ""
  ${AndIf} $MultiUser.InstallMode == "AllUsers"
    MessageBox MB_OK|MB_ICONEXCLAMATION "${APP} is installed by an MSI package. Remove that one first." /SD IDOK
    SetErrorLevel 33
    Quit
  ${EndIf}
  !insertmacro QUIT_IF_RUNNING "wallboard.exe"
  !insertmacro QUIT_IF_RUNNING "wallboard-gateway.exe"

  ; The version that was there takes its own files away; _? has it do so in place, and us wait for it.
  StrCpy $Scope "/$MultiUser.InstallMode"
  ReadRegStr $1 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\uninstall.exe"
    ExecWait '"$1\uninstall.exe" /S $Scope /UPGRADE _?=$1' $2
    ${If} $2 != 0
      DetailPrint "The version before could not be removed ($2)."
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "$1\uninstall.exe"
    RMDir "$1"
  ${EndIf}

  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*"  ; makensis takes a folder's name up to a backslash, on Debian too
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\${APP}"
  CreateShortcut "$SMPROGRAMS\${APP}\${APP}.lnk" "$INSTDIR\wallboard.exe"
  CreateShortcut "$SMPROGRAMS\${APP}\${APP} TV.lnk" "$INSTDIR\wallboard.exe" "tv"
  WriteRegStr SHCTX "${APP_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${APP_KEY}" "Login" "no"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\wallboard.exe,0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${APP}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" $Scope'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S $Scope'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" "$0"
SectionEnd

Section /o "Start the desk at login" SecDeskAtLogin
  CreateShortcut "$SMSTARTUP\${APP}.lnk" "$INSTDIR\wallboard.exe"
  WriteRegStr SHCTX "${APP_KEY}" "Login" "desk"
SectionEnd

Section /o "Start the TV at login" SecTvAtLogin
  CreateShortcut "$SMSTARTUP\${APP} TV.lnk" "$INSTDIR\wallboard.exe" "tv"
  WriteRegStr SHCTX "${APP_KEY}" "Login" "tv"
SectionEnd

Section "Uninstall"
  !insertmacro QUIT_IF_RUNNING "wallboard.exe"
  !insertmacro QUIT_IF_RUNNING "wallboard-gateway.exe"
  Delete "$SMSTARTUP\${APP}.lnk"
  Delete "$SMSTARTUP\${APP} TV.lnk"
  Delete "$SMPROGRAMS\${APP}\${APP}.lnk"
  Delete "$SMPROGRAMS\${APP}\${APP} TV.lnk"
  RMDir "$SMPROGRAMS\${APP}"
  !include "${UNINSTALL_LIST}"
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    DeleteRegValue HKCU "${RUN_KEY}" "${TV_RUN_VALUE}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
  ${EndIf}
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${APP_KEY}"
SectionEnd

LangString ABOUT_PROGRAM ${LANG_ENGLISH} "The desk, the TV and the gateway."
LangString ABOUT_DESK ${LANG_ENGLISH} "For a supervisor's computer."
LangString ABOUT_TV ${LANG_ENGLISH} "For a screen on the wall; tv.toml says which gateway and queue."
!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SecProgram} $(ABOUT_PROGRAM)
  !insertmacro MUI_DESCRIPTION_TEXT ${SecDeskAtLogin} $(ABOUT_DESK)
  !insertmacro MUI_DESCRIPTION_TEXT ${SecTvAtLogin} $(ABOUT_TV)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function ChooseLogin  ; $0 is desk, tv or no
  !insertmacro UnselectSection ${SecDeskAtLogin}
  !insertmacro UnselectSection ${SecTvAtLogin}
  ${If} $0 == "desk"
    !insertmacro SelectSection ${SecDeskAtLogin}
  ${ElseIf} $0 == "tv"
    !insertmacro SelectSection ${SecTvAtLogin}
  ${EndIf}
FunctionEnd

Function RunAsTheUser  ; an installer for everybody is an administrator, and what it starts would be one too
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\wallboard.exe"'
FunctionEnd

Function RememberLogin  ; MultiUser calls it for the scope that is chosen
  ReadRegStr $0 SHCTX "${APP_KEY}" "Login"
  Call ChooseLogin
FunctionEnd

Function .onInit
  SetRegView 64
  StrCpy $AskedFolder $INSTDIR  ; empty unless /D= was given
  !insertmacro MULTIUSER_INIT
  ${If} $AskedFolder != ""
    StrCpy $INSTDIR $AskedFolder
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/LOGIN=" $0
  ${IfNot} ${Errors}
    Call ChooseLogin
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  StrCpy $AskedFolder $INSTDIR
  !insertmacro MULTIUSER_UNINIT
  ReadRegStr $0 HKCU "${APP_KEY}" "InstallDir"
  ${If} $0 == $AskedFolder  ; an administrator's own installation, removed without a switch
    Call un.MultiUser.InstallMode.CurrentUser
  ${EndIf}
  StrCpy $INSTDIR $AskedFolder
FunctionEnd
